import type { PlacingMethod } from "./place.ts";

/** Events reported during an install. */
export type InstallEvent =
  | { readonly kind: "prepared"; readonly fileName: string; readonly method: PlacingMethod | "link" }
  | { readonly kind: "installed" };
