import { compareNames } from "../../mod/mod-name.ts";
import type { UnsatisfiableCore } from "../explain/unsatisfiable-core.ts";

/**
 * Why a mod is blocked. `no-release`: none of its releases for the line is in the range that the manifest gives; `needs`: a mod that it needs,
 * directly or through others, is not available for the line; `conflict`: mods that it needs are incompatible.
 */
export const BLOCK_REASONS = ["no-release", "needs", "conflict"] as const;

/** A mod that cannot be installed on a game line, even if it is the only mod requested. Source: docs/commands.md, "upgrade". */
export interface Blocked {
  readonly name: string;
  readonly reason: (typeof BLOCK_REASONS)[number];
  /** The mods that are unavailable or incompatible, in name order. */
  readonly because: readonly string[];
}

/** Uses the facts that together leave no answer to derive why a mod is blocked. */
export function blockedBy(name: string, { session, facts }: UnsatisfiableCore): Blocked {
  const lacking = new Set<string>();
  const involved = new Set<string>();
  let isChain = true;
  for (const { terms, cause } of facts) {
    for (const { mod } of terms) involved.add(session.search.nodes[mod]!.name);
    if (cause.kind === "cycle") isChain = false;
    if (cause.kind === "unreadable" || cause.kind === "self") lacking.add(nameOf(terms[0]?.mod));
    if (cause.kind !== "dependency") continue;
    const { to } = cause.edge;
    const refuses = !terms.some(({ mod, set }) => mod === to.id && set[0] === 0);
    if (terms.length === 1) lacking.add(to.name);
    else if (refuses) isChain = false;
  }
  const reason = isChain && lacking.size > 0 ? "needs" : "conflict";
  const because = reason === "needs" ? lacking : involved;
  because.delete(name);
  return { name, reason, because: [...because].sort(compareNames) };

  function nameOf(mod: number | undefined): string {
    return session.search.nodes[mod ?? -1]!.name;
  }
}
