import type { ManifestChange } from "@factorio-lock/core";

/** The names of the mods that a change is about. */
export function namesIn(change: ManifestChange): readonly string[] {
  if ("names" in change) return change.names;
  return "name" in change ? [change.name] : [];
}

/** A change without those of its mods that are named; nothing where no mod is left. */
export function withoutMods(change: ManifestChange, names: readonly string[]): ManifestChange[] {
  if (!("names" in change)) return "name" in change && names.includes(change.name) ? [] : [change];
  const left = change.names.filter((name) => !names.includes(name));
  return left.length > 0 ? [{ ...change, names: left }] : [];
}

/** The changes, with the mods that they leave out only disabled: what is asked of them is remembered. */
export function onlyDisabling(changes: readonly ManifestChange[]): ManifestChange[] {
  return changes.map((change) => (change.kind === "remove" ? { kind: "disable", names: change.names } : change));
}
