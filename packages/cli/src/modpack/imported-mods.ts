import { formatPacked, isBuiltin, parseVersion, type Version, type WantedValue } from "@factorio-lock/core";
import type { ModSource, SourceMod } from "@factorio-lock/game";
import { displayPath } from "../project/place.ts";
import type { ImportedMod, TakenFrom } from "../result/source.ts";

/** Describes a source, with its path relative to a folder. */
export function takenFrom({ kind, path, game }: ModSource, folder: string): TakenFrom {
  const place = /^https?:\/\//.test(path) ? path : displayPath(folder, path);
  return { kind, path: place, factorio: game?.text ?? null };
}

/**
 * The requirements of a manifest for the mods of a source: exactly their versions, or with `loose` those or
 * newer ones. `base` is always enabled and needs no line; the other builtin mods follow the game.
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

/** Whether the imported mods need the expansion. Source: docs/manifest.md, "All keys". */
export function needsExpansion(mods: readonly ImportedMod[]): boolean {
  return mods.some(({ name }) => isBuiltin(name));
}

function rangeOf({ version, range }: SourceMod, loose: boolean): string {
  if (!version) return range ?? "*";
  return loose ? `>= ${plain(version)}` : plain(version);
}

/** The version as its author wrote it, or its numbers if that text has more than a version. */
function plain({ text, packed }: Version): string {
  return parseVersion(text) ? text : formatPacked(packed);
}
