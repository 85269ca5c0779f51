import type { ManifestChange } from "@factorio-lock/core";

/** The names of the mods that a change is about. */
export function namesIn(change: ManifestChange): readonly string[] {
  if ("names" in change) return change.names;
  return "name" in change ? [change.name] : [];
}

/** Removes the named mods from a change; empty if no mod is left in it. */
export function withoutMods(change: ManifestChange, names: readonly string[]): ManifestChange[] {
  if (!("names" in change)) return "name" in change && names.includes(change.name) ? [] : [change];
  const left = change.names.filter((name) => !names.includes(name));
  return left.length > 0 ? [{ ...change, names: left }] : [];
}

/** Turns removed mods into disabled ones, so that the manifest remembers their requirements. */
export function onlyDisabling(changes: readonly ManifestChange[]): ManifestChange[] {
  return changes.map((change) => (change.kind === "remove" ? { kind: "disable", names: change.names } : change));
}
