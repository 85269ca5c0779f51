import type { PlacingMethod } from "./place.ts";

/** What happens during an install, as it happens. */
export type InstallEvent =
  | { readonly kind: "prepared"; readonly fileName: string; readonly method: PlacingMethod | "link" }
  | { readonly kind: "installed" };
