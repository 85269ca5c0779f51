import type { FetchEvent } from "@factorio-lock/fetcher";

/** Events that a command reports while it works. */
export type CommandEvent =
  /** The solver is working. */
  | { readonly kind: "resolving" /** How many mods were looked at. */; readonly mods: number }
  | { readonly kind: "resolved"; readonly mods: number; readonly milliseconds: number }
  /** Another process holds the mod directory. */
  | { readonly kind: "waiting"; readonly holder: string }
  /** The fetcher's own events. */
  | { readonly kind: "fetch"; readonly event: FetchEvent }
  /** The mod directory is being changed. */
  | { readonly kind: "applying" }
  /** A message of lasting interest from a command that goes on. */
  | { readonly kind: "note"; readonly text: string }
  /** Such a message about something that is wrong. */
  | { readonly kind: "warning"; readonly text: string }
  /** A detail for `--verbose`. */
  | { readonly kind: "detail"; readonly text: string };
