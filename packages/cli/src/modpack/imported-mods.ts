import { formatPacked, isBuiltin, parseVersion, type Version, type WantedValue } from "@factorio-lock/core";
import type { ModSource, SourceKind, SourceMod } from "@factorio-lock/game";
import { shown } from "../project/place.ts";

/** Where mods were taken over from. */
export interface TakenFrom {
  readonly kind: SourceKind;
  /** The path that was read in the end, relative to the current folder if it lies below; an address unchanged. */
  readonly path: string;
  /** The game version that it tells, exact where it tells that. */
  readonly factorio: string | null;
}

/** A mod that was taken over. */
export interface ImportedMod {
  readonly name: string;
  /** The range for the manifest. */
  readonly range: string;
  /** The file that it was read from, by its name. */
  readonly source: string;
  /** The mod on this machine, relative to the manifest's folder, where the portal does not have it. */
  readonly path?: string;
}

/** Where a source lies, seen from a folder. */
export function takenFrom({ kind, path, game }: ModSource, folder: string): TakenFrom {
  const place = /^https?:\/\//.test(path) ? path : shown(folder, path);
  return { kind, path: place, factorio: game?.text ?? null };
}

/**
 * The requirements of a manifest for the mods of a source: exactly their versions, or with `loose` those or
 * newer ones. `base` is always there and needs no line; the other builtin mods follow the game.
 */
export function importedMods({ mods }: ModSource, loose: boolean): ImportedMod[] {
  return mods
    .filter(({ name }) => name !== "base")
    .map((mod) => ({ name: mod.name, range: rangeOf(mod, loose), source: mod.source }));
}

/** The value of an imported mod in the manifest. */
export function valueOf({ range, path }: ImportedMod): WantedValue {
  return path === undefined ? range : { path };
}

/** Whether the expansion is needed for what was taken over. Source: contract section 1. */
export function needsExpansion(mods: readonly ImportedMod[]): boolean {
  return mods.some(({ name }) => isBuiltin(name));
}

function rangeOf({ version, range }: SourceMod, loose: boolean): string {
  if (!version) return range ?? "*";
  return loose ? `>= ${plain(version)}` : plain(version);
}

/** The author's text; where that has more than a version in it, its numbers. */
function plain({ text, packed }: Version): string {
  return parseVersion(text) ? text : formatPacked(packed);
}
