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
      case "remove":
        return change.names.map((name) => ({ kind: "remove-mod", name }));
    }
  });
}

/** The names of the mods that a change is about. */
export function namesIn(change: ManifestChange): readonly string[] {
  if (change.kind === "remove") return change.names;
  return "name" in change ? [change.name] : [];
}
