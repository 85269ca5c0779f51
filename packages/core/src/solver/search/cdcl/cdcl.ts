import { makeProof, type Proof } from "./proof.ts";

/** A literal of variable `v`: `2 v`, or `2 v + 1` for its negation. */
export type Literal = number;

/** A clause's index in the arena. */
export type ClauseRef = number;

/** How many clause visits (`Cdcl.looks`) take about as long as one step of the search's `Budget`. */
export const CLAUSE_LOOKS_A_STEP = 650;

/** The reference for no clause. */
export const NO_CLAUSE = -1;

/** The layout of a clause in the arena: its size, its LBD (0 for a given clause), its id in the proof, its literals. */
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
  /** By variable assigned at level 0: the id in the proof of its unit clause. */
  units: Int32Array;
  /** By variable: the value to try first. */
  phases: Int8Array;
  /** By variable: a literal to decide as false before the variable itself; -1 for none. */
  guards: Int32Array;
  /** The assigned literals in order, their number, and how many of them have been propagated. */
  trail: Int32Array;
  assigned: number;
  propagated: number;
  /** How many literals of level 0, in trail order, have their unit clauses in the proof. */
  proven: number;
  /** By level: the index on the trail at which it begins. */
  readonly starts: number[];
  arena: Int32Array;
  used: number;
  /**
   * By literal: the clauses that watch it, each as its reference (complemented if it has two literals) and a blocking
   * literal.
   */
  readonly watches: Int32Array[];
  readonly watching: number[];
  readonly learned: ClauseRef[];
  /** How many learned clauses are kept before the less useful half is deleted. */
  room: number;
  /** By variable: its recent activity in conflicts; `step` is what the next conflict adds. */
  activity: Float64Array;
  step: number;
  /** A heap of variables by activity, the index of each in it (-1 for none), and its size. */
  heap: Int32Array;
  places: Int32Array;
  heaped: number;
  /** Scratch space of the conflict analysis, by variable. */
  seen: Uint8Array;
  readonly proof: Proof;
  /** Whether the given clauses are unsatisfiable, and the id of the empty clause in the proof. */
  isBroken: boolean;
  broken: number;
  conflicts: number;
  restarts: number;
  /** Conflicts since the last restart. */
  fresh: number;
  /** How many clauses and literals were visited, a measure of time. */
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

/** Adds a variable; `phase` is the value to try first. */
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

/** Copies an array into a longer one. */
function grown<T extends Int8Array | Uint8Array | Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old);
  return room;
}

/** Assigns a literal at the current level. */
export function assign(cdcl: Cdcl, literal: Literal, reason: ClauseRef): void {
  const variable = literal >> 1;
  cdcl.values[literal] = 1;
  cdcl.values[literal ^ 1] = -1;
  cdcl.levels[variable] = cdcl.starts.length;
  cdcl.reasons[variable] = reason;
  cdcl.trail[cdcl.assigned++] = literal;
}
