import type { TakenFrom } from "../modpack/taken-mods.ts";
import { count, type Piece, tone } from "./line.ts";

const KINDS: Readonly<Record<TakenFrom["kind"], string>> = {
  "mod-directory": "the mod directory",
  "mod-list": "the mod list",
  save: "the save",
  log: "the log",
  metapackage: "the metapackage",
  "mod-pack": "the mod pack",
};

/** `12 mods and 3 settings`, `12 mods` */
export function takenAmount(mods: number, settings = 0): string {
  return settings > 0 ? `${count(mods, "mod")} and ${count(settings, "setting")}` : count(mods, "mod");
}

/** `the save saves/friday.zip of Factorio 2.0.72` */
export function takenPieces({ kind, path, factorio }: TakenFrom): Piece[] {
  return [`${KINDS[kind]} `, tone.strong(path), ...(factorio === null ? [] : [` of Factorio ${factorio}`])];
}
