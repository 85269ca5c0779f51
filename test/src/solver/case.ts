import type { ModInfo, ModInfoSource, ResolveRequest } from "@factorio-lock/core";

/** All that a portal knows, by mod name. */
export type Registry = ReadonlyMap<string, ModInfo>;

/** A question with everything that its answer may depend on. */
export interface Case {
  readonly request: ResolveRequest;
  readonly registry: Registry;
}

/** The registry as a source. `pause` says how long each answer takes: a promise for each name. */
export function sourceOf(registry: Registry, pause?: (name: string) => Promise<void>): ModInfoSource {
  return {
    async get(name) {
      await pause?.(name);
      return registry.get(name);
    },
  };
}
