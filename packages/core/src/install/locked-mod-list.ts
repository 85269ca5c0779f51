import { builtinMods } from "../game/builtins.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { ModListEntry } from "./mod-list.ts";

/**
 * The entries of mod-list.json for a folder that holds only a lockfile's mods: `base`, the other builtin mods of the
 * game, enabled or disabled, then every locked mod with its version. Source: docs/mod-directory.md, "Contents";
 * docs/factorio.md, 4.2.
 */
export function lockedModList(lockfile: Lockfile): ModListEntry[] {
  const enabled = new Set(["base", ...lockfile.builtin]);
  const builtins = [...builtinMods(lockfile.factorio).keys()].sort(
    (a, b) => Number(b === "base") - Number(a === "base") || compareNames(a, b),
  );
  return [
    ...builtins.map((name) => ({ name, enabled: enabled.has(name) })),
    ...[...lockfile.mods].map(([name, { version }]) => ({ name, enabled: true, version: version.text })),
  ];
}
