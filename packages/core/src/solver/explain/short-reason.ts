import { loadOrderCycles, type Present } from "../facts/cycles.ts";
import { allowedBy, excludedBy, makeEdge } from "../facts/edge.ts";
import { backwardFact, forwardFact } from "../facts/edge-facts.ts";
import { ABSENT, complement, type IndexSet, intersect, isDisjoint, isSubset, members } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { allOf } from "../request/words.ts";
import type { Session } from "../session/session.ts";
import { cycleWords } from "./cycle-words.ts";
import { factWords, whyUnavailable } from "./fact-words.ts";

const DOES_NOT_FIT = "it does not fit the other mods";

/**
 * A short clause on why a mod does not fit the chosen ones. It depends only on the answer and on which mods are
 * unavailable, so that it is the same in every run.
 */
export function shortReason(session: Session, mod: ModNode, present: readonly Present[]): string {
  const unavailable = whyUnavailable(session, mod);
  if (unavailable) return unavailable;
  const { states: usable, facts } = session.search.trail.usable[mod.id]!;
  let left: IndexSet = intersect(usable, allOf(mod));
  if (left.length === 0 && facts.length === 1) return factWords(session, facts[0]!);
  for (const { node, state } of present) {
    if (node.mentions.first.has(mod.name)) {
      const edge = makeEdge(node, mod);
      const allowed = allowedBy(edge, [state, state], left);
      if (allowed && isDisjoint(allowed, allOf(mod))) return factWords(session, forwardFact(edge, allowed));
      if (allowed) left = intersect(left, allowed);
    }
    if (mod.mentions.first.has(node.name)) {
      const edge = makeEdge(mod, node);
      const excluded = excludedBy(edge, [state, state], usable);
      if (isSubset(allOf(mod), excluded)) return factWords(session, backwardFact(edge, excluded));
      left = intersect(left, complement(excluded, mod.size));
    }
  }
  for (const name of mod.mentions.first.keys()) {
    const lost = session.search.byName.get(name);
    if (!lost || lost.size > 0) continue;
    const edge = makeEdge(mod, lost);
    const excluded = excludedBy(edge, ABSENT, usable);
    if (isSubset(allOf(mod), excluded)) return factWords(session, backwardFact(edge, excluded));
    left = intersect(left, complement(excluded, mod.size));
  }
  let cycleText: string | undefined;
  for (const state of members(left)) {
    const [cycle] = loadOrderCycles([...present, { node: mod, state }]);
    if (cycle?.cause.kind !== "cycle") return DOES_NOT_FIT;
    cycleText = cycleWords(cycle.cause.names);
  }
  return cycleText ?? DOES_NOT_FIT;
}
