/** Events between the program and the portal. Addresses are redacted. */
export type PortalEvent =
  | { readonly kind: "asked"; readonly method: string; readonly url: string }
  | {
      readonly kind: "answered";
      readonly method: string;
      readonly url: string;
      readonly status: number;
      readonly ms: number;
    }
  | { readonly kind: "retry"; readonly message: string; readonly waitMs: number };
