import type { Case } from "./case.ts";

/**
 * Whether the manifest's own copy of a mod hides the portal's releases of it: without that copy others could use them, which
 * the statements of the oracle do not know.
 */
export function hidesReleases({ request, registry }: Case): boolean {
  return [...request.requirements].some(([name, { kind }]) => kind === "path" && registry.has(name));
}
