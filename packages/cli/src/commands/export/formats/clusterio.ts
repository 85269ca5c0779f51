import { builtinMods, formatPacked, type LockedMod, unpack } from "@factorio-lock/core";
import { formatModPack, type PackedMod } from "@factorio-lock/game";
import type { ExportedPack } from "./exported-pack.ts";

/**
 * Encodes a modpack as a mod pack of Clusterio: one word, which `mod-pack import` of its control program reads. It lists
 * every builtin mod of the game, enabled or not, with the game's version.
 */
export function clusterioPack({ lockfile, settings = {}, label }: ExportedPack): string {
  const { factorio, builtin, mods } = lockfile;
  const enabled = new Set(["base", ...builtin]);
  const [major, minor, patch] = unpack(factorio.packed);
  const version = [major, minor, factorio.exact ? patch : 0].join(".");
  const builtins = [...builtinMods(factorio).keys()].map((name): PackedMod => {
    return { name, enabled: enabled.has(name), version };
  });
  return formatModPack({
    name: label.title,
    description: "",
    factorio: factorio.text,
    mods: [...builtins, ...[...mods].map(([name, mod]) => packedMod(name, mod))],
    settings,
  });
}

function packedMod(name: string, mod: LockedMod): PackedMod {
  const version = formatPacked(mod.version.packed);
  return { name, enabled: true, version, ...(mod.kind === "release" ? { sha1: mod.sha1 } : {}) };
}
