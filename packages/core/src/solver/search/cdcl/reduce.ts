import { type Cdcl, type ClauseRef, HEAD, ID, LBD, NO_CLAUSE, SIZE } from "./cdcl.ts";
import { MOST_LOGGED, originsOf, summarise } from "./proof.ts";
import { attach } from "./propagate.ts";

/** By how much the room for learned clauses grows at each deletion. */
const MORE_ROOM = 300;

/** Learned clauses with at most this LBD are never deleted. */
const GLUE = 2;

/** If there are many learned clauses, deletes the less useful half, but keeps clauses with an LBD of at most `GLUE` and those
 * that are the reason for a current assignment. */
export function reduceLearned(cdcl: Cdcl): void {
  if (cdcl.learned.length < cdcl.room) return;
  cdcl.room += MORE_ROOM;
  const { arena, learned, reasons, trail } = cdcl;
  const inUse = new Set<ClauseRef>();
  for (let at = 0; at < cdcl.assigned; at++) inUse.add(reasons[trail[at]! >> 1]!);
  const lbd = (ref: ClauseRef): number => arena[ref + LBD]!;
  const byUse = [...learned].sort((a, b) => lbd(a) - lbd(b) || b - a);
  const deleted = byUse.slice(byUse.length >> 1).filter((ref) => lbd(ref) > GLUE && !inUse.has(ref));
  compact(cdcl, new Set(deleted));
  if (cdcl.proof.used > MOST_LOGGED) shortenProof(cdcl);
}

/** Compacts the arena and watches the remaining clauses again. */
function compact(cdcl: Cdcl, deleted: ReadonlySet<ClauseRef>): void {
  const { arena, reasons, trail, learned, watching } = cdcl;
  const moved = new Map<ClauseRef, ClauseRef>([[NO_CLAUSE, NO_CLAUSE]]);
  const end = cdcl.used;
  let to = 0;
  learned.length = 0;
  for (let from = 0; from < end; ) {
    const length = HEAD + arena[from + SIZE]!;
    if (!deleted.has(from)) {
      moved.set(from, to);
      arena.copyWithin(to, from, from + length);
      if (arena[to + LBD] !== 0) learned.push(to);
      to += length;
    }
    from += length;
  }
  cdcl.used = to;
  cdcl.looks += end;
  for (let at = 0; at < cdcl.assigned; at++) {
    const variable = trail[at]! >> 1;
    reasons[variable] = moved.get(reasons[variable]!)!;
  }
  watching.fill(0);
  for (let ref = 0; ref < to; ref += HEAD + arena[ref + SIZE]!) attach(cdcl, ref);
}

/** Discards the derivations when they take too much room; what remains is the set of origins that they rest on. */
function shortenProof(cdcl: Cdcl): void {
  const { arena, learned, units, proof, trail } = cdcl;
  const atZero = [...trail.subarray(0, cdcl.proven)].map((literal) => literal >> 1);
  const ids = [...learned.map((ref) => arena[ref + ID]!), ...atZero.map((variable) => units[variable]!)];
  const id = summarise(proof, originsOf(proof, ids));
  for (const ref of learned) arena[ref + ID] = id;
  for (const variable of atZero) units[variable] = id;
}
