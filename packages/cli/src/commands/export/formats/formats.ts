/** The formats that `export` writes, in the order in which its help lists them for FORMAT. */
export const EXPORT_FORMATS = [
  "mod-list",
  "metapackage",
  "pack",
  "zip",
  "markdown",
  "html",
  "clusterio",
  "docker",
  "nix",
  "cyclonedx",
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
