import { assign, type Cdcl, type ClauseRef, HEAD, ID, LBD, type Literal, NO_CLAUSE, SIZE } from "./cdcl.ts";
import { derived } from "./proof.ts";
import { attach } from "./propagate.ts";

/**
 * Adds a given clause. Must be called at level 0.
 *
 * @param literals of different variables.
 * @param origin a number that identifies where the clause comes from.
 */
export function addClause(cdcl: Cdcl, literals: readonly Literal[], origin: number): void {
  const { values, units, proof } = cdcl;
  // Two literals that are not false are watched.
  const order = [...literals].sort((a, b) => values[b]! - values[a]!);
  const [first, second] = order;
  const isFalse = first === undefined || values[first]! < 0;
  if (isFalse) {
    if (!cdcl.isBroken) cdcl.broken = derived(proof, [origin, ...order.map((other) => units[other >> 1]!)]);
    cdcl.isBroken = true;
    return;
  }
  if (second !== undefined) attach(cdcl, store(cdcl, order, 0, origin));
  if (values[first]! > 0) return;
  if (second !== undefined && values[second]! >= 0) return;
  const others = order.slice(1).map((other) => units[other >> 1]!);
  units[first >> 1] = others.length === 0 ? origin : derived(proof, [origin, ...others]);
  assign(cdcl, first, NO_CLAUSE);
}

/** Stores a clause in the arena. */
export function store(cdcl: Cdcl, literals: readonly Literal[], lbd: number, id: number): ClauseRef {
  const ref = cdcl.used;
  const end = ref + HEAD + literals.length;
  if (end > cdcl.arena.length) {
    const arena = new Int32Array(Math.max(end, 2 * cdcl.arena.length));
    arena.set(cdcl.arena);
    cdcl.arena = arena;
  }
  const { arena } = cdcl;
  arena[ref + SIZE] = literals.length;
  arena[ref + LBD] = lbd;
  arena[ref + ID] = id;
  for (let place = 0; place < literals.length; place++) arena[ref + HEAD + place] = literals[place]!;
  cdcl.used = end;
  return ref;
}
