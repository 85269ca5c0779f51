import type { ManifestChange, ManifestEdit } from "@factorio-lock/core";

/**
 * Translates changes into edits of the manifest's text.
 *
 * @param newest the range to write for a mod that is added at its newest release
 */
export function editsOf(
  changes: readonly ManifestChange[],
  newest: (name: string) => string = () => "*",
): ManifestEdit[] {
  return changes.flatMap((change): ManifestEdit[] => {
    switch (change.kind) {
      case "expansion":
        return [{ kind: "set", key: "expansion", value: true }];
      case "factorio":
        return [{ kind: "set", key: "factorio", value: change.text }];
      case "range":
        return [{ kind: "set-mod", name: change.name, value: change.text }];
      case "newest":
        return [{ kind: "set-mod", name: change.name, value: newest(change.name) }];
      case "refuse":
        return [{ kind: "set-mod", name: change.name, value: false }];
      case "disable":
        return change.names.map((name) => ({ kind: "disable-mod", name }));
      case "enable":
        return change.names.map((name) => ({ kind: "enable-mod", name }));
      case "remove":
        return change.names.map((name) => ({ kind: "remove-mod", name }));
    }
  });
}

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
