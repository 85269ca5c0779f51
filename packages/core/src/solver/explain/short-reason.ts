import { loadOrderCycles, type Present } from "../cycles.ts";
import { allowedBy, type Edge, excludedBy } from "../edge.ts";
import { backwardFact, forwardFact } from "../edge-facts.ts";
import { complement, type IndexSet, intersect, isDisjoint, isSubset, members } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import type { Session } from "../session.ts";
import type { Usable } from "../usable.ts";
import { factWords, whyUnavailable } from "./fact-words.ts";
import { allOf, list } from "./words.ts";

/** Why a mod does not fit what is chosen, in a few words: a clause. It depends on the answer alone. */
export function shortReason(session: Session, mod: ModNode, present: readonly Present[]): string {
  const unavailable = whyUnavailable(session, mod);
  if (unavailable) return unavailable;
  const { edges, trail } = session.search;
  const usable = (trail.usable[mod.id] as Usable).states;
  let left: IndexSet = intersect(usable, allOf(mod));
  for (const { node, state } of present) {
    for (const edge of edges[node.id] as readonly Edge[]) {
      const allowed = edge.to === mod ? allowedBy(edge, [state, state], left) : undefined;
      if (!allowed) continue;
      if (isDisjoint(allowed, allOf(mod))) return factWords(session, forwardFact(edge, allowed));
      left = intersect(left, allowed);
    }
    for (const edge of edges[mod.id] as readonly Edge[]) {
      if (edge.to !== node) continue;
      const excluded = excludedBy(edge, [state, state], usable);
      if (isSubset(allOf(mod), excluded)) return factWords(session, backwardFact(edge, excluded));
      left = intersect(left, complement(excluded, mod.size));
    }
  }
  const cycles = members(left).map((state) => loadOrderCycles([...present, { node: mod, state }]));
  const [cycle] = cycles.at(-1) ?? [];
  if (cycle?.cause.kind === "cycle" && cycles.every((found) => found.length > 0)) {
    return `${list(cycle.cause.names)} would each have to load before the other`;
  }
  return "it does not fit the other mods";
}
