import { assign, type Cdcl, type ClauseRef, HEAD, ID, type Literal, NO_CLAUSE, SIZE } from "./cdcl.ts";
import { derived } from "./proof.ts";

/**
 * Watches a literal of a clause. `blocker` is another of its literals: while it is true, the clause need not be
 * visited.
 */
function watchLiteral(cdcl: Cdcl, literal: Literal, ref: number, blocker: Literal): void {
  let list = cdcl.watches[literal]!;
  const count = cdcl.watching[literal]!;
  if (count + 2 > list.length) {
    const longer = new Int32Array(Math.max(8, 2 * list.length));
    longer.set(list);
    cdcl.watches[literal] = list = longer;
  }
  list[count] = ref;
  list[count + 1] = blocker;
  cdcl.watching[literal] = count + 2;
}

/** Watches the first two literals of a clause. */
export function attach(cdcl: Cdcl, ref: ClauseRef): void {
  const { arena } = cdcl;
  const first = arena[ref + HEAD]!;
  const second = arena[ref + HEAD + 1]!;
  const code = arena[ref + SIZE] === 2 ? ~ref : ref;
  watchLiteral(cdcl, first, code, second);
  watchLiteral(cdcl, second, code, first);
}

/** Unit propagation: assigns all implied literals. Returns a clause whose literals are all false, or NO_CLAUSE. */
export function propagateAll(cdcl: Cdcl): ClauseRef {
  const { values, watches, watching, arena, trail } = cdcl;
  let looks = 0;
  let conflict = NO_CLAUSE;
  while (conflict < 0 && cdcl.propagated < cdcl.assigned) {
    const off = trail[cdcl.propagated++]! ^ 1;
    const list = watches[off]!;
    const count = watching[off]!;
    looks += 2 + (count >> 1);
    let kept = 0;
    let at = 0;
    while (at < count) {
      const code = list[at++]!;
      const blocker = list[at++]!;
      const value = values[blocker]!;
      if (value > 0) {
        list[kept++] = code;
        list[kept++] = blocker;
        continue;
      }
      if (code < 0) {
        list[kept++] = code;
        list[kept++] = blocker;
        if (value === 0) assign(cdcl, blocker, ~code);
        else {
          conflict = ~code;
          break;
        }
        continue;
      }
      const base = code + HEAD;
      if (arena[base] === off) {
        arena[base] = arena[base + 1]!;
        arena[base + 1] = off;
      }
      const first = arena[base]!;
      const firstValue = values[first]!;
      if (firstValue > 0) {
        list[kept++] = code;
        list[kept++] = first;
        continue;
      }
      const end = base + arena[code + SIZE]!;
      let next = base + 2;
      while (next < end && values[arena[next]!]! < 0) next++;
      looks += next - base;
      if (next < end) {
        const other = arena[next]!;
        arena[base + 1] = other;
        arena[next] = off;
        watchLiteral(cdcl, other, code, first);
        continue;
      }
      list[kept++] = code;
      list[kept++] = first;
      if (firstValue === 0) assign(cdcl, first, code);
      else {
        conflict = code;
        break;
      }
    }
    while (at < count) list[kept++] = list[at++]!;
    watching[off] = kept;
  }
  cdcl.looks += looks;
  if (cdcl.starts.length === 0) proveUnits(cdcl);
  return conflict;
}

/** Adds the derivation of each literal of level 0 to the proof. */
function proveUnits(cdcl: Cdcl): void {
  const { trail, reasons, units, arena, proof } = cdcl;
  for (; cdcl.proven < cdcl.assigned; cdcl.proven++) {
    const variable = trail[cdcl.proven]! >> 1;
    const reason = reasons[variable]!;
    if (reason === NO_CLAUSE) continue;
    const ids = [arena[reason + ID]!];
    const end = reason + HEAD + arena[reason + SIZE]!;
    for (let place = reason + HEAD; place < end; place++) {
      const other = arena[place]! >> 1;
      if (other !== variable) ids.push(units[other]!);
    }
    units[variable] = derived(proof, ids);
    reasons[variable] = NO_CLAUSE;
  }
}
