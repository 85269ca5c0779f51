import { isDemand } from "../../dependency/dependency.ts";
import { FactorioLockError } from "../../error.ts";
import { allowedBy, makeEdge, statesIn } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { ABSENT, complement, type IndexSet, intersect, interval, isSubset } from "../facts/index-set.ts";
import { isDemanded, releasesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { know, nodeOf, type Session } from "../session/session.ts";
import type { UnsatisfiableCore } from "./unsatisfiable-core.ts";

/** The part of a core that a sentence needs, without the derivation. */
export type Cause = Pick<UnsatisfiableCore, "asked" | "facts" | "session">;

/** The most mods that are examined below one that cannot be installed. */
const MOST_MODS = 300;

/**
 * Finds every unavailable mod that a mod needs in all of its releases, directly or through mods that need it in all of
 * theirs. A search would stop at the first one.
 */
export async function certainLacks(session: Session, name: string): Promise<Cause[]> {
  const top = nodeOf(session, name);
  const found: Cause[] = [];
  const seen = new Set([top]);
  const open = [
    { node: top, states: intersect(asked(session, top), usable(session, top)), facts: [] as Incompatibility[] },
  ];
  for (const { node, states, facts } of open) {
    if (states.length === 0) continue;
    for (const to of await needed(session, node, states)) {
      const edge = makeEdge(node, to);
      const all = interval(0, to.size);
      const allowed = intersect(allowedBy(edge, states, all) ?? all, interval(1, to.size));
      const against = allowed.length > 0 ? [{ mod: to.id, set: complement(allowed, to.size) }] : [];
      const fact: Incompatibility = {
        terms: [{ mod: node.id, set: states }, ...against],
        cause: { kind: "dependency", edge },
      };
      if (against.length === 0) found.push({ asked: [name], facts: [...facts, fact], session });
      else if (!seen.has(to) && seen.size < MOST_MODS) {
        seen.add(to);
        open.push({ node: to, states: intersect(allowed, usable(session, to)), facts: [...facts, fact] });
      }
    }
  }
  return found;
}

/** The mods that every one of the given releases requires. */
async function needed(session: Session, node: ModNode, states: IndexSet): Promise<ModNode[]> {
  const names = [...node.mentions.first.keys()].filter(
    (name) => isDemanded(node.mentions, name) && isSubset(states, releasesAbout(node.mentions, name, isDemand)),
  );
  try {
    await know(session, names);
  } catch (error) {
    session.options.signal?.throwIfAborted();
    // Mods that cannot be looked up at the moment are left out.
    if (error instanceof FactorioLockError) return [];
    throw error;
  }
  return names.map((name) => nodeOf(session, name));
}

/** The releases that the manifest allows. */
function asked({ world }: Session, node: ModNode): IndexSet {
  const requirement = world.request.requirements.get(node.name);
  return requirement?.kind === "range" ? statesIn(node, requirement.range.versions) : interval(1, node.size);
}

/** The releases that are usable by themselves. */
function usable({ search }: Session, { id, size }: ModNode): IndexSet {
  return intersect(search.trail.usable[id]!.states, complement(ABSENT, size));
}
