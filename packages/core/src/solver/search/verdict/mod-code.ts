import { count, type IndexSet, intersect } from "../../facts/index-set.ts";
import { addVariable, type Cdcl, type Literal } from "../cdcl/cdcl.ts";
import { addClause } from "../cdcl/clause.ts";

/** The constant literals true and false. */
export const ALWAYS: Literal = -1;
export const NEVER: Literal = -2;

/**
 * The states of a mod as boolean variables, in the order encoding: for each state but the lowest, one variable says
 * that the mod has that state or a higher one. Other sets of states get a variable on demand. States that were
 * permanently ruled out at the time of encoding are left out.
 */
export interface ModCode {
  /** The states that the mod may have. */
  readonly states: IndexSet;
  /** The number of these states. */
  readonly size: number;
  /** The variable of the second lowest state; the others follow it. */
  readonly first: number;
  /** The origin of the clauses that define the variables. */
  readonly origin: number;
  /** By their indices among the states: the sets that have a variable of their own. */
  readonly made: Map<string, Literal>;
}

/**
 * Encodes a mod.
 *
 * @param favourite the state to try first.
 */
export function encodeMod(cdcl: Cdcl, states: IndexSet, favourite: number, origin: number): ModCode {
  const size = count(states);
  const first = cdcl.variables;
  const code: ModCode = { states, size, first, origin, made: new Map() };
  const wanted = placeOf(states, favourite);
  for (let place = 1; place < size; place++) {
    addVariable(cdcl, place <= wanted);
    if (states[0] === 0) cdcl.guards[first + place - 1] = 2 * first;
    if (place > 1) addClause(cdcl, [negation(fromPlace(code, place)), fromPlace(code, place - 1)], origin);
  }
  cdcl.looks += 8 * size;
  return code;
}

/** The literal that says that the mod has the state at this index or a higher one. */
function fromPlace({ first, size }: ModCode, place: number): Literal {
  if (place <= 0) return ALWAYS;
  return place >= size ? NEVER : 2 * (first + place - 1);
}

export function negation(literal: Literal): Literal {
  return literal >= 0 ? literal ^ 1 : ALWAYS + NEVER - literal;
}

/** The index of a state among those that the mod may have. */
function placeOf(states: IndexSet, state: number): number {
  let place = 0;
  for (let at = 0; at < states.length && states[at]! < state; at += 2) {
    place += Math.min(state, states[at + 1]! + 1) - states[at]!;
  }
  return place;
}

/** The state at an index. */
function stateAt(states: IndexSet, place: number): number {
  let left = place;
  for (let at = 0; ; at += 2) {
    const length = states[at + 1]! - states[at]! + 1;
    if (left < length) return states[at]! + left;
    left -= length;
  }
}

/** The runs of a set that are contiguous among the states that the mod may have. */
export function piecesOf(code: ModCode, set: IndexSet): IndexSet[] {
  const bounds = placesOf(code, set);
  const pieces: IndexSet[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    pieces.push(intersect([stateAt(code.states, bounds[at]!), stateAt(code.states, bounds[at + 1]!)], code.states));
  }
  return pieces;
}

/** A set as intervals of indices that are not adjacent. */
function placesOf({ states }: ModCode, set: IndexSet): number[] {
  const places: number[] = [];
  const left = intersect(set, states);
  for (let at = 0; at < left.length; at += 2) {
    const low = placeOf(states, left[at]!);
    const high = placeOf(states, left[at + 1]!);
    if (places.length > 0 && places[places.length - 1] === low - 1) places[places.length - 1] = high;
    else places.push(low, high);
  }
  return places;
}

/** The mod's state according to the values of the variables. */
export function stateOf({ values }: Cdcl, code: ModCode): number {
  let place = 0;
  while (place + 1 < code.size && values[fromPlace(code, place + 1)]! > 0) place++;
  return stateAt(code.states, place);
}

/** A literal that is true if the mod has a state of the set. Must be called at level 0. */
export function literalOf(cdcl: Cdcl, code: ModCode, set: IndexSet): Literal {
  const places = placesOf(code, set);
  if (places.length === 0) return NEVER;
  if (places.length === 2) {
    const [low, high] = places as [number, number];
    if (high === code.size - 1) return fromPlace(code, low);
    if (low === 0) return negation(fromPlace(code, high + 1));
  }
  const key = places.join();
  const known = code.made.get(key);
  if (known !== undefined) return known;
  const literal = places.length === 2 ? makeInterval(cdcl, code, places) : makeUnion(cdcl, code, places);
  code.made.set(key, literal);
  return literal;
}

function makeInterval(cdcl: Cdcl, code: ModCode, [low, high]: readonly number[]): Literal {
  const from = fromPlace(code, low!);
  const beyond = fromPlace(code, high! + 1);
  const literal = makeLiteral(cdcl, code);
  addClause(cdcl, [negation(literal), from], code.origin);
  addClause(cdcl, [negation(literal), negation(beyond)], code.origin);
  addClause(cdcl, [literal, negation(from), beyond], code.origin);
  return literal;
}

function makeUnion(cdcl: Cdcl, code: ModCode, places: readonly number[]): Literal {
  const parts: Literal[] = [];
  for (let at = 0; at < places.length; at += 2) {
    const set = [stateAt(code.states, places[at]!), stateAt(code.states, places[at + 1]!)];
    parts.push(literalOf(cdcl, code, set));
  }
  const literal = makeLiteral(cdcl, code);
  addClause(cdcl, [negation(literal), ...parts], code.origin);
  for (const part of parts) addClause(cdcl, [literal, negation(part)], code.origin);
  return literal;
}

function makeLiteral(cdcl: Cdcl, code: ModCode): Literal {
  const variable = addVariable(cdcl, false);
  if (code.states[0] === 0) cdcl.guards[variable] = 2 * code.first;
  cdcl.looks += 16;
  return 2 * variable;
}

/** Literals that together say that the mod has a state of the set, each with the set that it stands for. */
export function boundsOf(cdcl: Cdcl, code: ModCode, set: IndexSet, top: number): (readonly [Literal, IndexSet])[] {
  const places = placesOf(code, set);
  if (places.length !== 2) return [[literalOf(cdcl, code, set), set]];
  const [low, high] = places as [number, number];
  return [
    [fromPlace(code, low), [stateAt(code.states, low), top]],
    [negation(fromPlace(code, high + 1)), [0, stateAt(code.states, high)]],
  ];
}
