import { isDemand } from "../dependency/dependency.ts";
import { allowedBy, type Edge, excludedBy, makeEdge } from "./edge.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { complement, type IndexSet, intersect, isSubset } from "./index-set.ts";
import { releasesAbout } from "./mentions.ts";
import type { ModNode } from "./mod-node.ts";
import { factOf, lasting, push, type Reason, type Trail } from "./trail.ts";

/** What follows from what is known: the edges and facts at work, and those still to be looked at. */
export interface Propagation {
  /** By mod: the edges that lead to it, and those that lead from it to known mods. */
  readonly incoming: Edge[][];
  readonly outgoing: Edge[][];
  /** By mod: its demands on mods that are not known, by their names. */
  readonly unmet: Map<string, Demand>[];
  /** By mod: the facts that watch it. */
  readonly watchers: Watched[][];
  /** Mods whose states were narrowed since they were last looked at. */
  readonly queue: number[];
  readonly queued: boolean[];
  /** Edges to look at although neither mod changed. */
  fresh: Edge[];
  /** Edges that were first looked at above level 0, the highest level last: to be looked at again below it. */
  readonly recent: { readonly edge: Edge; readonly level: number }[];
  /** Facts whose terms all hold but the one about `mod`. */
  readonly units: { readonly fact: Incompatibility; readonly term: Term }[];
  /** Facts that may be broken as things are. */
  readonly conflicts: Incompatibility[];
  /** Demands on mods that are not known, which every state left makes, when they were last looked at. */
  wanted: Demand[];
  /** How often an edge's group or a fact was looked at since this was last set back: a measure of time. */
  looks: number;
}

/** Releases that demand a mod. */
export interface Demand {
  readonly from: ModNode;
  readonly name: string;
  /** The releases, as states of `from`. */
  readonly at: IndexSet;
}

/** A fact with the two terms that are watched: as long as both do not hold, nothing follows from it. */
interface Watched {
  readonly fact: Incompatibility;
  first: number;
  second: number;
}

export function makePropagation(): Propagation {
  return {
    incoming: [],
    outgoing: [],
    unmet: [],
    watchers: [],
    queue: [],
    queued: [],
    fresh: [],
    recent: [],
    units: [],
    conflicts: [],
    wanted: [],
    looks: 0,
  };
}

/** Makes room for one more mod. */
export function addColumns(propagation: Propagation): void {
  propagation.incoming.push([]);
  propagation.outgoing.push([]);
  propagation.unmet.push(new Map());
  propagation.watchers.push([]);
  propagation.queued.push(false);
}

/** Notes that a mod demands one that is not known. */
export function demand(propagation: Propagation, from: ModNode, name: string): void {
  (propagation.unmet[from.id] as Map<string, Demand>).set(name, {
    from,
    name,
    at: releasesAbout(from.mentions, name, isDemand),
  });
}

/** Puts to work what a mod says of another, both of which are known. */
export function connect(propagation: Propagation, trail: Trail, from: ModNode, to: ModNode): void {
  (propagation.unmet[from.id] as Map<string, Demand>).delete(to.name);
  const edge = makeEdge(from, to);
  // Most releases ask of `base` what it always is: nothing ever follows from that.
  if (isSubset(lasting(trail, to.id), edge.common)) return;
  (propagation.incoming[to.id] as Edge[]).push(edge);
  (propagation.outgoing[from.id] as Edge[]).push(edge);
  propagation.fresh.push(edge);
}

/** Watches two terms of a fact. */
export function watch(propagation: Propagation, fact: Incompatibility, first: number, second: number): void {
  const watched: Watched = { fact, first, second };
  for (const at of [first, second]) {
    (propagation.watchers[(fact.terms[at] as Term).mod] as Watched[]).push(watched);
  }
}

/** Marks a mod as narrowed. */
export function enqueue({ queue, queued }: Propagation, mod: number): void {
  if (queued[mod]) return;
  queued[mod] = true;
  queue.push(mod);
}

/** Forgets what was to be looked at, and looks again at the edges that were new above the level. */
export function rewind(propagation: Propagation, level: number): void {
  const { queue, queued, recent } = propagation;
  for (const mod of queue) queued[mod] = false;
  queue.length = 0;
  while (recent.length > 0 && (recent[recent.length - 1] as { level: number }).level > level) {
    propagation.fresh.push((recent.pop() as { edge: Edge }).edge);
  }
}

/** Narrows mods until nothing more follows; returns a fact whose terms all hold, if one turns up. */
export function propagate(
  propagation: Propagation,
  trail: Trail,
  nodes: readonly ModNode[],
): Incompatibility | undefined {
  const { queue, queued, units, conflicts } = propagation;
  for (let unit = units.shift(); unit; unit = units.shift()) {
    const { size } = nodes[unit.term.mod] as ModNode;
    const conflict = narrow(propagation, trail, unit.term.mod, complement(unit.term.set, size), unit.fact);
    if (conflict) return conflict;
  }
  for (let fact = conflicts.pop(); fact; fact = conflicts.pop()) {
    if (fact.terms.every(({ mod, set }) => isSubset(trail.domains[mod] as IndexSet, set))) return fact;
  }
  for (;;) {
    for (let edge = propagation.fresh.pop(); edge; edge = propagation.fresh.pop()) {
      if (trail.level > 0) propagation.recent.push({ edge, level: trail.level });
      const conflict = lookForward(propagation, trail, edge) ?? lookBackward(propagation, trail, edge);
      if (conflict) return conflict;
    }
    const mod = queue.shift();
    if (mod === undefined) return undefined;
    queued[mod] = false;
    const conflict = lookFrom(propagation, trail, nodes, mod);
    if (conflict) return conflict;
  }
}

function lookFrom(
  propagation: Propagation,
  trail: Trail,
  nodes: readonly ModNode[],
  mod: number,
): Incompatibility | undefined {
  const domain = trail.domains[mod] as IndexSet;
  if (domain[0] !== 0) {
    for (const edge of propagation.outgoing[mod] as Edge[]) {
      const conflict = lookForward(propagation, trail, edge);
      if (conflict) return conflict;
    }
    for (const unmet of (propagation.unmet[mod] as Map<string, Demand>).values()) {
      if (isSubset(domain, unmet.at)) propagation.wanted.push(unmet);
    }
  }
  for (const edge of propagation.incoming[mod] as Edge[]) {
    const conflict = lookBackward(propagation, trail, edge);
    if (conflict) return conflict;
  }
  return lookAtFacts(propagation, trail, nodes, mod);
}

function lookForward(propagation: Propagation, trail: Trail, edge: Edge): Incompatibility | undefined {
  const { from, to } = edge;
  const left = trail.domains[from.id] as IndexSet;
  propagation.looks += looksAt(edge, left);
  const allowed = allowedBy(edge, left, trail.domains[to.id] as IndexSet);
  return allowed && narrow(propagation, trail, to.id, allowed, { edge, forward: true, set: allowed });
}

function lookBackward(propagation: Propagation, trail: Trail, edge: Edge): Incompatibility | undefined {
  const { from, to } = edge;
  const left = trail.domains[from.id] as IndexSet;
  propagation.looks += looksAt(edge, left);
  const excluded = excludedBy(edge, trail.domains[to.id] as IndexSet, left);
  if (excluded.length === 0) return undefined;
  const rest = complement(excluded, from.size);
  return narrow(propagation, trail, from.id, rest, { edge, forward: false, set: excluded });
}

/** One for each group; more where the states left are in pieces. */
function looksAt({ groups }: Edge, left: IndexSet): number {
  return groups.length * (1 + (left.length >> 4));
}

function lookAtFacts(
  propagation: Propagation,
  trail: Trail,
  nodes: readonly ModNode[],
  mod: number,
): Incompatibility | undefined {
  const list = propagation.watchers[mod] as Watched[];
  propagation.looks += list.length;
  let kept = 0;
  let conflict: Incompatibility | undefined;
  for (let at = 0; at < list.length; at++) {
    const watched = list[at] as Watched;
    const { terms } = watched.fact;
    const isFirst = (terms[watched.first] as Term).mod === mod;
    const own = terms[isFirst ? watched.first : watched.second] as Term;
    if (conflict || !holds(trail, own)) {
      list[kept++] = watched;
      continue;
    }
    let other = -1;
    for (let next = 0; next < terms.length; next++) {
      if (next !== watched.first && next !== watched.second && !holds(trail, terms[next] as Term)) {
        other = next;
        break;
      }
    }
    if (other >= 0) {
      if (isFirst) watched.first = other;
      else watched.second = other;
      (propagation.watchers[(terms[other] as Term).mod] as Watched[]).push(watched);
      continue;
    }
    list[kept++] = watched;
    const last = terms[isFirst ? watched.second : watched.first] as Term;
    const rest = complement(last.set, (nodes[last.mod] as ModNode).size);
    conflict = narrow(propagation, trail, last.mod, rest, watched.fact);
  }
  list.length = kept;
  return conflict;
}

function holds(trail: Trail, { mod, set }: Term): boolean {
  return isSubset(trail.domains[mod] as IndexSet, set);
}

/** Leaves a mod only the allowed states; the broken fact when none is left. */
function narrow(
  propagation: Propagation,
  trail: Trail,
  mod: number,
  allowed: IndexSet,
  reason: Reason,
): Incompatibility | undefined {
  const domain = trail.domains[mod] as IndexSet;
  if (isSubset(domain, allowed)) return undefined;
  const left = intersect(domain, allowed);
  if (left.length === 0) return factOf(reason);
  push(trail, mod, left, reason);
  enqueue(propagation, mod);
  return undefined;
}
