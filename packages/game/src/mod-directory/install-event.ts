import type { PlacingMethod } from "./place.ts";

/** Events during an install, as they happen. */
export type InstallEvent =
  | { readonly kind: "prepared"; readonly fileName: string; readonly method: PlacingMethod | "link" }
  | { readonly kind: "installed" };
