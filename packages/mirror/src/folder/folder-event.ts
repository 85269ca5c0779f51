/** Events about its folder that the owner of a mirror should see. */
export type FolderEvent =
  /** The folder was looked at and what is served has changed. */
  | { readonly kind: "indexed"; readonly mods: number; readonly releases: number }
  /** A file is not served, and why. */
  | { readonly kind: "refused"; readonly file: string; readonly reason: string }
  /** The system does not let us read a file now: what was known of it is served, and it is looked at again. */
  | { readonly kind: "unreadable"; readonly file: string; readonly reason: string }
  /** A file is not served because another one holds the same mod and version. */
  | { readonly kind: "duplicate"; readonly file: string; readonly served: string }
  /** The folder could not be read or written; what is served stays as it is. */
  | { readonly kind: "trouble"; readonly message: string };
