import { isDemand } from "../../dependency/dependency.ts";
import { allowedBy, contestable, type Edge, type EdgeGroup, excludedBy, makeEdge } from "../facts/edge.ts";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { complement, type IndexSet, intersect, isSubset, NONE } from "../facts/index-set.ts";
import { releasesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { factOf, lasting, push, type Reason, type Trail } from "./trail.ts";
import { lookAtWatchers, type WatchList } from "./watch.ts";

/** The state of unit propagation: the edges and clauses in force, and those still to be examined. */
export interface Propagation {
  /** By mod: its incoming edges, and its outgoing edges to known mods. */
  readonly incoming: Edge[][];
  readonly outgoing: Edge[][];
  /** By mod: its demands for unknown mods, by their names. */
  readonly unmet: Map<string, Demand>[];
  /** By mod: the facts that watch it. */
  readonly watchers: WatchList[];
  /** Mods whose states were narrowed since they were last examined. */
  readonly queue: number[];
  /** How many of them have been examined. */
  head: number;
  readonly queued: boolean[];
  /** By mod in the queue: its states when it was last examined. */
  readonly before: IndexSet[];
  /** New edges, to be examined although neither mod has changed. */
  fresh: Edge[];
  /** Edges that were first examined above level 0, highest level last. They must be examined again below that level. */
  readonly recent: { readonly edge: Edge; readonly level: number }[];
  /** Facts whose terms all hold but the one about `mod`. */
  readonly units: Unit[];
  /**
   * Units that were applied above the level at which they became units. They must be applied again below that level.
   */
  readonly late: { readonly unit: Unit; readonly level: number; readonly since: number }[];
  /** Facts that may be violated at the moment. */
  readonly conflicts: Incompatibility[];
  /** Demands for unknown mods that every remaining state makes, as of the last examination. */
  wanted: Demand[];
  /** How many groups of edges and facts were examined since this was last reset, a measure of time. */
  looks: number;
}

/** A fact whose terms all hold but one. */
export interface Unit {
  readonly fact: Incompatibility;
  readonly term: Term;
}

/** Releases that require a mod. */
export interface Demand {
  readonly from: ModNode;
  readonly name: string;
  /** The releases, as states of `from`. */
  readonly at: IndexSet;
}

export function makePropagation(): Propagation {
  return {
    incoming: [],
    outgoing: [],
    unmet: [],
    watchers: [],
    queue: [],
    head: 0,
    queued: [],
    before: [],
    fresh: [],
    recent: [],
    units: [],
    late: [],
    conflicts: [],
    wanted: [],
    looks: 0,
  };
}

/** Adds the columns of another mod. */
export function addColumns(propagation: Propagation): void {
  propagation.incoming.push([]);
  propagation.outgoing.push([]);
  propagation.unmet.push(new Map());
  propagation.watchers.push([]);
  propagation.queued.push(false);
  propagation.before.push(NONE);
}

/** Records that a mod requires an unknown one. */
export function demand(propagation: Propagation, from: ModNode, name: string): void {
  (propagation.unmet[from.id] as Map<string, Demand>).set(name, {
    from,
    name,
    at: releasesAbout(from.mentions, name, isDemand),
  });
}

/** Adds the edge between two known mods. */
export function connect(propagation: Propagation, trail: Trail, from: ModNode, to: ModNode): void {
  (propagation.unmet[from.id] as Map<string, Demand>).delete(to.name);
  const edge = makeEdge(from, to);
  // Most releases allow every version of `base` that there is, so nothing ever follows from their entries.
  if (isSubset(lasting(trail, to.id), edge.common)) return;
  (propagation.incoming[to.id] as Edge[]).push(edge);
  (propagation.outgoing[from.id] as Edge[]).push(edge);
  propagation.fresh.push(edge);
}

/** Marks a mod as narrowed by the latest entry about it. */
export function enqueue({ queue, queued, before }: Propagation, trail: Trail, mod: number): void {
  if (queued[mod]) return;
  queued[mod] = true;
  before[mod] = trail.before[trail.latest[mod] as number] as IndexSet;
  queue.push(mod);
}

/** Clears the queue, and marks the edges that were new above the level as new again. */
export function rewind(propagation: Propagation, level: number): void {
  const { queue, queued, recent, late } = propagation;
  for (const mod of queue) queued[mod] = false;
  queue.length = 0;
  propagation.head = 0;
  for (const { unit, level: own, since } of late.splice(0)) {
    if (since <= level) late.push({ unit, level: own, since });
    else if (own <= level) {
      propagation.units.push(unit);
      if (own < level) late.push({ unit, level: own, since: level });
    }
  }
  while (recent.length > 0 && (recent[recent.length - 1] as { level: number }).level > level) {
    propagation.fresh.push((recent.pop() as { edge: Edge }).edge);
  }
}

/** The most looks per call: about a hundredth of a second. */
const MOST_LOOKS = 20_000;

/** Whether there is anything left to examine. */
export function isUnfinished({ queue, head, fresh }: Propagation): boolean {
  return head < queue.length || fresh.length > 0;
}

/**
 * Narrows mods until nothing more follows, or until `MOST_LOOKS` is reached. Returns a fact whose terms all hold, if
 * one is found.
 */
export function propagate(
  propagation: Propagation,
  trail: Trail,
  nodes: readonly ModNode[],
): Incompatibility | undefined {
  const { queue, queued, units, conflicts } = propagation;
  for (let unit = units.shift(); unit; unit = units.shift()) {
    const { fact, term } = unit;
    // It may no longer be violated.
    if (
      fact.terms.some((other) => other.mod !== term.mod && !isSubset(trail.domains[other.mod] as IndexSet, other.set))
    )
      continue;
    const { size } = nodes[term.mod] as ModNode;
    const conflict = narrow(propagation, trail, unit.term.mod, complement(unit.term.set, size), unit.fact);
    if (conflict) return conflict;
  }
  for (let fact = conflicts.pop(); fact; fact = conflicts.pop()) {
    if (fact.terms.every(({ mod, set }) => isSubset(trail.domains[mod] as IndexSet, set))) return fact;
  }
  const end = propagation.looks + MOST_LOOKS;
  while (propagation.looks < end) {
    const edge = propagation.fresh.pop();
    if (edge) {
      if (trail.level > 0) propagation.recent.push({ edge, level: trail.level });
      const conflict = lookForward(propagation, trail, edge) ?? lookBackward(propagation, trail, edge);
      if (conflict) return conflict;
      continue;
    }
    const mod = queue[propagation.head];
    if (mod === undefined) break;
    propagation.head++;
    queued[mod] = false;
    const conflict = lookFrom(propagation, trail, nodes, mod);
    if (conflict) return conflict;
  }
  if (propagation.head < queue.length) return undefined;
  queue.length = 0;
  propagation.head = 0;
  return undefined;
}

function lookFrom(
  propagation: Propagation,
  trail: Trail,
  nodes: readonly ModNode[],
  mod: number,
): Incompatibility | undefined {
  const domain = trail.domains[mod] as IndexSet;
  if (domain[0] !== 0) {
    const { lowest } = trail;
    for (const edge of propagation.outgoing[mod] as Edge[]) {
      // A cheap check, since by far the most edges have no effect.
      if (edge.isTotal && (lowest[edge.target] as number) >= (edge.floors[(domain[0] as number) - 1] as number)) {
        propagation.looks++;
        continue;
      }
      const conflict = lookForward(propagation, trail, edge);
      if (conflict) return conflict;
    }
    for (const unmet of (propagation.unmet[mod] as Map<string, Demand>).values()) {
      if (isSubset(domain, unmet.at)) propagation.wanted.push(unmet);
    }
  }
  const last = trail.highest[mod] as number;
  for (const edge of propagation.incoming[mod] as Edge[]) {
    if (last >= edge.reach && edge.lastClosed < (trail.lowest[edge.source] as number)) {
      propagation.looks++;
      continue;
    }
    const conflict = lookBackward(propagation, trail, edge);
    if (conflict) return conflict;
  }
  const before = propagation.before[mod] as IndexSet;
  const { looks, conflict } = lookAtWatchers(propagation.watchers, trail, mod, before, (term, fact) => {
    const rest = complement(term.set, (nodes[term.mod] as ModNode).size);
    return narrow(propagation, trail, term.mod, rest, fact);
  });
  propagation.looks += looks;
  return conflict;
}

function lookForward(propagation: Propagation, trail: Trail, edge: Edge): Incompatibility | undefined {
  const { from, to } = edge;
  const left = trail.domains[from.id] as IndexSet;
  const allowed = allowedBy(edge, left, trail.domains[to.id] as IndexSet);
  propagation.looks += allowed ? looksAt(edge.groups, left) : 1;
  return allowed && narrow(propagation, trail, to.id, allowed, { edge, forward: true, set: allowed });
}

function lookBackward(propagation: Propagation, trail: Trail, edge: Edge): Incompatibility | undefined {
  const { from, to } = edge;
  const left = trail.domains[from.id] as IndexSet;
  const domain = trail.domains[to.id] as IndexSet;
  propagation.looks += looksAt(contestable(edge, domain, left), left);
  const excluded = excludedBy(edge, domain, left);
  if (excluded.length === 0) return undefined;
  const rest = complement(excluded, from.size);
  return narrow(propagation, trail, from.id, rest, { edge, forward: false, set: excluded });
}

/**
 * The cost of examining groups: one look per group, at least one, and more if the remaining states are not contiguous.
 */
function looksAt({ length }: readonly EdgeGroup[], left: IndexSet): number {
  return length === 0 ? 1 : length * (1 + (left.length >> 4));
}

/** Restricts a mod to the allowed states; returns the violated fact if none is left. */
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
  enqueue(propagation, trail, mod);
  return undefined;
}
