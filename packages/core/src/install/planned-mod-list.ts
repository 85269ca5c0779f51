import { compareNames } from "../mod/mod-name.ts";
import { readVersion } from "../version/version.ts";
import type { DesiredState } from "./desired-state.ts";
import type { DirectoryMod } from "./directory-state.ts";
import type { ModListEntry } from "./mod-list.ts";

/**
 * The intended entries of mod-list.json: `base`, the other builtin mods, then in name order every locked mod
 * with its version, and unmanaged mods as disabled. Source: docs/mod-directory.md, "Contents"; docs/factorio.md, 4.2.
 */
export function plannedModList(desired: DesiredState, unmanaged: readonly DirectoryMod[]): ModListEntry[] {
  const builtins = [...desired.builtins].sort(
    ([a], [b]) => Number(b === "base") - Number(a === "base") || compareNames(a, b),
  );
  const mods = new Map<string, ModListEntry>();
  for (const { name } of unmanaged) if (!desired.builtins.has(name)) mods.set(name, { name, enabled: false });
  for (const { name, version } of desired.mods) mods.set(name, { name, enabled: true, version: version.text });
  return [
    ...builtins.map(([name, enabled]) => ({ name, enabled })),
    ...[...mods.values()].sort((a, b) => compareNames(a.name, b.name)),
  ];
}

/** Whether two mod lists have the same meaning. Their order does not matter, since the game writes its own. */
export function sameModList(a: readonly ModListEntry[], b: readonly ModListEntry[] | undefined): boolean {
  if (a.length !== b?.length) return false;
  const entries = new Map(b.map((entry) => [entry.name, entry]));
  return a.every((entry) => {
    const other = entries.get(entry.name);
    if (other?.enabled !== entry.enabled) return false;
    return other.version === entry.version || packed(other) === packed(entry);
  });
}

/**
 * The names of the mods that the new list switches on or off.
 *
 * @param unlisted mods in the folder, which are on if the old list does not name them
 */
export function switches(
  next: readonly ModListEntry[],
  previous: readonly ModListEntry[],
  unlisted: ReadonlySet<string>,
): { readonly enable: readonly string[]; readonly disable: readonly string[] } {
  const before = new Map(previous.map(({ name, enabled }) => [name, enabled]));
  const wasOn = (name: string) => before.get(name) ?? unlisted.has(name);
  const enable = next.filter(({ name, enabled }) => enabled && before.get(name) === false);
  const disable = next.filter(({ name, enabled }) => !enabled && wasOn(name));
  return { enable: enable.map(({ name }) => name), disable: disable.map(({ name }) => name) };
}

function packed(entry: ModListEntry | undefined): number | undefined {
  return entry?.version === undefined ? undefined : readVersion(entry.version)?.packed;
}
