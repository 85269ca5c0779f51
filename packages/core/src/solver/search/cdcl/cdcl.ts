import { makeProof, type Proof } from "./proof.ts";

/** A literal of variable `v`: `2 v`, or `2 v + 1` for its negation. */
export type Literal = number;

/** A clause's place in the arena. */
export type ClauseRef = number;

/** As many looks take about as long as a step of a budget. */
export const CLAUSE_LOOKS_A_STEP = 650;

/** No clause. */
export const NO_CLAUSE = -1;

/** A clause in the arena: its size, its LBD (0 where it is given, not learned), its id in the proof, its literals. */
export const SIZE = 0;
export const LBD = 1;
export const ID = 2;
export const HEAD = 3;

/**
 * A solver of boolean formulas in conjunctive normal form by conflict-driven clause learning (CDCL), on flat arrays.
 * Two literals of each clause are watched. Source: docs/solver.md, "Hard questions".
 */
export interface Cdcl {
  variables: number;
  /** By literal: 1 true, -1 false, 0 open. */
  values: Int8Array;
  /** By variable: the level at which it was assigned, and the clause that implied it. */
  levels: Int32Array;
  reasons: Int32Array;
  /** By variable assigned at level 0: the id in the proof of the clause that says so. */
  units: Int32Array;
  /** By variable: the value to decide first. */
  phases: Int8Array;
  /** By variable: a literal that is decided to be false before the variable is decided; -1 for none. */
  guards: Int32Array;
  /** Assigned literals in order, how many there are, and how many of them were propagated. */
  trail: Int32Array;
  assigned: number;
  propagated: number;
  /** How many of level 0 have their ids in the proof. */
  proven: number;
  /** Where on the trail each level begins. */
  readonly starts: number[];
  arena: Int32Array;
  used: number;
  /** By literal: the clauses that watch it, each as its place (complemented where it has two literals) and another literal. */
  readonly watches: Int32Array[];
  readonly watching: number[];
  readonly learned: ClauseRef[];
  /** How many learned clauses are kept before the lesser half is deleted. */
  room: number;
  /** By variable: how much it was met in conflicts of late, and what the next conflict adds. */
  activity: Float64Array;
  step: number;
  /** A heap of variables by activity, the place of each in it (-1 for none), and its size. */
  heap: Int32Array;
  places: Int32Array;
  heaped: number;
  /** Workspace of the analysis: by variable. */
  seen: Uint8Array;
  readonly proof: Proof;
  /** Whether the given clauses cannot all hold, and the id of that in the proof. */
  isBroken: boolean;
  broken: number;
  conflicts: number;
  restarts: number;
  /** Conflicts since the last restart. */
  fresh: number;
  /** How many clauses and literals were looked at: a measure of time. */
  looks: number;
}

/** How many learned clauses are kept at first. */
const FIRST_ROOM = 2000;

export function makeCdcl(): Cdcl {
  return {
    variables: 0,
    values: new Int8Array(0),
    levels: new Int32Array(0),
    reasons: new Int32Array(0),
    units: new Int32Array(0),
    phases: new Int8Array(0),
    guards: new Int32Array(0),
    trail: new Int32Array(0),
    assigned: 0,
    propagated: 0,
    proven: 0,
    starts: [],
    arena: new Int32Array(1024),
    used: 0,
    watches: [],
    watching: [],
    learned: [],
    room: FIRST_ROOM,
    activity: new Float64Array(0),
    step: 1,
    heap: new Int32Array(0),
    places: new Int32Array(0),
    heaped: 0,
    seen: new Uint8Array(0),
    proof: makeProof(),
    isBroken: false,
    broken: 0,
    conflicts: 0,
    restarts: 0,
    fresh: 0,
    looks: 0,
  };
}

/** A new variable; `phase` is the value that is tried first. */
export function addVariable(cdcl: Cdcl, phase: boolean): number {
  const variable = cdcl.variables++;
  if (variable >= cdcl.levels.length) makeRoom(cdcl, Math.max(64, 2 * variable));
  cdcl.phases[variable] = phase ? 1 : 0;
  cdcl.reasons[variable] = NO_CLAUSE;
  cdcl.guards[variable] = -1;
  cdcl.places[variable] = cdcl.heaped;
  cdcl.heap[cdcl.heaped++] = variable;
  cdcl.watches.push(EMPTY, EMPTY);
  cdcl.watching.push(0, 0);
  return variable;
}

const EMPTY = new Int32Array(0);

function makeRoom(cdcl: Cdcl, room: number): void {
  cdcl.values = grown(cdcl.values, new Int8Array(2 * room));
  cdcl.levels = grown(cdcl.levels, new Int32Array(room));
  cdcl.reasons = grown(cdcl.reasons, new Int32Array(room));
  cdcl.units = grown(cdcl.units, new Int32Array(room));
  cdcl.phases = grown(cdcl.phases, new Int8Array(room));
  cdcl.guards = grown(cdcl.guards, new Int32Array(room));
  cdcl.trail = grown(cdcl.trail, new Int32Array(room));
  cdcl.activity = grown(cdcl.activity, new Float64Array(room));
  cdcl.heap = grown(cdcl.heap, new Int32Array(room));
  cdcl.places = grown(cdcl.places, new Int32Array(room));
  cdcl.seen = grown(cdcl.seen, new Uint8Array(room));
}

/** A longer array that begins like the old one. */
function grown<T extends Int8Array | Uint8Array | Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old);
  return room;
}

/** Assigns a literal at the present level. */
export function assign(cdcl: Cdcl, literal: Literal, reason: ClauseRef): void {
  const variable = literal >> 1;
  cdcl.values[literal] = 1;
  cdcl.values[literal ^ 1] = -1;
  cdcl.levels[variable] = cdcl.starts.length;
  cdcl.reasons[variable] = reason;
  cdcl.trail[cdcl.assigned++] = literal;
}
