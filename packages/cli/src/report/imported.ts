import { isBuiltin } from "@factorio-lock/core";
import type { ImportedMod, TakenFrom } from "../result/source.ts";
import { count, hanging, type Line, type Piece, tone } from "./line.ts";

const KINDS: Readonly<Record<TakenFrom["kind"], string>> = {
  "mod-directory": "the mod directory",
  "mod-list": "the mod list",
  save: "the save",
  log: "the log",
  metapackage: "the metapackage",
  "mod-pack": "the mod pack",
  lockfile: "the lockfile",
  pack: "the pack",
};

/** `12 mods and 3 settings`, `12 mods`: builtin mods are part of the game, and do not count. */
export function takenAmount(mods: readonly ImportedMod[], settings = 0): string {
  const own = mods.filter(({ name }) => !isBuiltin(name)).length;
  return settings > 0 ? `${count(own, "mod")} and ${count(settings, "setting")}` : count(own, "mod");
}

/** `Off there, and so here: quality, side-show.` */
export function offLines(off: readonly string[]): Line[] {
  return off.length > 0 ? [hanging(2, `Off there, and so kept out here: ${off.join(", ")}.`)] : [];
}

/** `the save saves/friday.zip of Factorio 2.0.72` */
export function takenPieces({ kind, path, factorio }: TakenFrom): Piece[] {
  return [`${KINDS[kind]} `, tone.strong(path), ...(factorio === null ? [] : [` of Factorio ${factorio}`])];
}
