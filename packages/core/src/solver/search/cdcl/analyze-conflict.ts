import { type Cdcl, type ClauseRef, HEAD, ID, type Literal, NO_CLAUSE, SIZE } from "./cdcl.ts";
import { bumpVariable } from "./heap.ts";

/** A clause learned from a conflict. */
export interface LearnedClause {
  /** The first literal is asserted after the return, the second is of the level to return to. */
  readonly literals: readonly Literal[];
  /** The level to return to. */
  readonly level: number;
  /** The number of levels of its literals ("literals blocks distance"): the fewer, the more useful the clause. */
  readonly lbd: number;
  /** The ids of the clauses that it was derived from. */
  readonly ids: readonly number[];
}

/** Derives the clause of the first unique implication point and minimises it. Only above level 0. */
export function analyzeConflict(cdcl: Cdcl, conflict: ClauseRef): LearnedClause {
  const { arena, trail, levels, reasons, seen, units, starts } = cdcl;
  const level = starts.length;
  const literals: Literal[] = [-1];
  const met: number[] = [];
  const ids: number[] = [];
  let open = 0;
  let at = cdcl.assigned;
  let pivot = -1;
  let ref = conflict;
  do {
    ids.push(arena[ref + ID]!);
    const end = ref + HEAD + arena[ref + SIZE]!;
    cdcl.looks += end - ref;
    for (let place = ref + HEAD; place < end; place++) {
      const literal = arena[place]!;
      const variable = literal >> 1;
      if (variable === pivot || seen[variable] === 1) continue;
      seen[variable] = 1;
      met.push(variable);
      const own = levels[variable]!;
      if (own === 0) ids.push(units[variable]!);
      else {
        bumpVariable(cdcl, variable);
        if (own === level) open++;
        else literals.push(literal);
      }
    }
    do pivot = trail[--at]! >> 1;
    while (seen[pivot] === 0 || levels[pivot] !== level);
    ref = reasons[pivot]!;
    open--;
  } while (open > 0);
  literals[0] = trail[at]! ^ 1;
  shorten(cdcl, literals, met, ids);
  for (const variable of met) seen[variable] = 0;
  return { literals, ...measure(cdcl, literals), ids };
}

/** Removes the literals that the others imply. */
function shorten(cdcl: Cdcl, literals: Literal[], met: number[], ids: number[]): void {
  const { levels, reasons } = cdcl;
  let mask = 0;
  for (let place = 1; place < literals.length; place++) mask |= 1 << (levels[literals[place]! >> 1]! & 31);
  let kept = 1;
  for (let place = 1; place < literals.length; place++) {
    const literal = literals[place]!;
    if (reasons[literal >> 1] === NO_CLAUSE || !isImplied(cdcl, literal >> 1, mask, met, ids))
      literals[kept++] = literal;
  }
  literals.length = kept;
}

/** Whether a literal follows from others of the clause; if so, its derivation is added to `ids`. */
function isImplied(cdcl: Cdcl, from: number, mask: number, met: number[], ids: number[]): boolean {
  const { arena, levels, reasons, seen, units } = cdcl;
  const metBefore = met.length;
  const idsBefore = ids.length;
  const open = [from];
  for (let variable = open.pop(); variable !== undefined; variable = open.pop()) {
    const ref = reasons[variable]!;
    ids.push(arena[ref + ID]!);
    const end = ref + HEAD + arena[ref + SIZE]!;
    cdcl.looks += end - ref;
    for (let place = ref + HEAD; place < end; place++) {
      const other = arena[place]! >> 1;
      if (other === variable || seen[other] === 1) continue;
      const level = levels[other]!;
      if (level === 0) ids.push(units[other]!);
      else if (reasons[other] !== NO_CLAUSE && (mask & (1 << (level & 31))) !== 0) open.push(other);
      else {
        for (let undo = metBefore; undo < met.length; undo++) seen[met[undo]!] = 0;
        met.length = metBefore;
        ids.length = idsBefore;
        return false;
      }
      seen[other] = 1;
      met.push(other);
    }
  }
  return true;
}

/** Moves a literal of the level to return to into second place; returns that level and the number of levels. */
function measure({ levels }: Cdcl, literals: Literal[]): Pick<LearnedClause, "level" | "lbd"> {
  const distinct = new Set<number>();
  let highest = 1;
  for (let place = 0; place < literals.length; place++) {
    const level = levels[literals[place]! >> 1]!;
    distinct.add(level);
    if (place > 1 && level > levels[literals[highest]! >> 1]!) highest = place;
  }
  if (literals.length === 1) return { level: 0, lbd: 1 };
  const second = literals[highest]!;
  literals[highest] = literals[1]!;
  literals[1] = second;
  return { level: levels[second >> 1]!, lbd: distinct.size };
}

/** The assumptions that make an assumed literal false, and the ids of the clauses that prove it. */
export function analyzeAssumption(
  cdcl: Cdcl,
  literal: Literal,
): { readonly failed: Literal[]; readonly ids: number[] } {
  const { arena, trail, levels, reasons, seen, units, starts } = cdcl;
  const failed = [literal];
  const ids: number[] = [];
  if (levels[literal >> 1] === 0) return { failed, ids: [units[literal >> 1]!] };
  seen[literal >> 1] = 1;
  for (let at = cdcl.assigned - 1; at >= starts[0]!; at--) {
    const other = trail[at]!;
    const variable = other >> 1;
    if (seen[variable] === 0) continue;
    seen[variable] = 0;
    const ref = reasons[variable]!;
    if (ref === NO_CLAUSE) {
      failed.push(other);
      continue;
    }
    ids.push(arena[ref + ID]!);
    const end = ref + HEAD + arena[ref + SIZE]!;
    for (let place = ref + HEAD; place < end; place++) {
      const premise = arena[place]! >> 1;
      if (premise === variable) continue;
      if (levels[premise]! > 0) seen[premise] = 1;
      else ids.push(units[premise]!);
    }
  }
  return { failed, ids };
}
