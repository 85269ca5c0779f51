import type { ManifestChange } from "@factorio-lock/core";

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
