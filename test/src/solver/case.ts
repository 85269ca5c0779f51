import type { ModInfo, ModInfoSource, ResolveRequest } from "@factorio-lock/core";

/** All that a portal knows, by mod name. */
export type Registry = ReadonlyMap<string, ModInfo>;

/** A question with everything that its answer may depend on. */
export interface Case {
  readonly request: ResolveRequest;
  readonly registry: Registry;
}

/** The registry as a source. */
export function sourceOf(registry: Registry): ModInfoSource {
  return { get: async (name) => registry.get(name) };
}
