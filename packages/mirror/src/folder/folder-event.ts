/** Events about a mirror's folder, for its owner. */
export type FolderEvent =
  /** The folder was scanned, and the served content has changed. */
  | { readonly kind: "indexed"; readonly mods: number; readonly releases: number }
  /** A file is not served, with the reason. */
  | { readonly kind: "refused"; readonly file: string; readonly reason: string }
  /** A file cannot be read at the moment. Its previous state is served, and it will be scanned again. */
  | { readonly kind: "unreadable"; readonly file: string; readonly reason: string }
  /** A file is not served because another one has the same mod and version. */
  | { readonly kind: "duplicate"; readonly file: string; readonly served: string }
  /** The folder could not be read or written; the served content stays unchanged. */
  | { readonly kind: "trouble"; readonly message: string };
