import type { ManifestEdit } from "../../manifest/manifest-edit.ts";
import type { Change } from "../request/change.ts";

/**
 * Translates changes into edits of the manifest's text.
 *
 * @param newest the range to write for a mod that is added at its newest release
 */
export function manifestEdits(
  changes: readonly Change[],
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
