import { editManifest, type ManifestChange, type ManifestEdit } from "@factorio-lock/core";

/** A change of the manifest in words. */
export function changeWords(change: ManifestChange): string {
  switch (change.kind) {
    case "expansion":
      return "say that this game has Space Age (expansion: true)";
    case "factorio":
      return `play Factorio ${change.text}`;
    case "range":
      return `ask for ${change.name} ${change.text}`;
    case "newest":
      return `ask for any release of ${change.name}`;
    case "refuse":
      return `keep ${change.name} out`;
    case "disable":
      return `switch ${change.names.join(", ")} off for now`;
    case "enable":
      return `switch ${change.names.join(", ")} on again`;
    case "remove":
      return `leave out ${change.names.join(", ")}`;
  }
}

/** The text of a manifest with changes made; comments and order stay. */
export function changed(text: string, changes: readonly ManifestChange[]): string {
  return editManifest(text, "mods.yaml", changes.flatMap(editsOf));
}

function editsOf(change: ManifestChange): ManifestEdit[] {
  switch (change.kind) {
    case "expansion":
      return [{ kind: "set", key: "expansion", value: true }];
    case "factorio":
      return [{ kind: "set", key: "factorio", value: change.text }];
    case "range":
      return [{ kind: "set-mod", name: change.name, value: change.text }];
    case "newest":
      return [{ kind: "set-mod", name: change.name, value: "*" }];
    case "refuse":
      return [{ kind: "set-mod", name: change.name, value: false }];
    case "disable":
      return change.names.map((name) => ({ kind: "disable-mod", name }));
    case "enable":
      return change.names.map((name) => ({ kind: "enable-mod", name }));
    case "remove":
      return change.names.map((name) => ({ kind: "remove-mod", name }));
  }
}
