import { analyzeAssumption, analyzeConflict } from "./analyze-conflict.ts";
import { assign, type Cdcl, type ClauseRef, HEAD, ID, type Literal, NO_CLAUSE, SIZE } from "./cdcl.ts";
import { store } from "./clause.ts";
import { decayActivity, heapInsert, heapTop } from "./heap.ts";
import { derived, originsOf } from "./proof.ts";
import { attach, propagateAll } from "./propagate.ts";
import { reduceLearned } from "./reduce.ts";

/** The state of solving a formula. */
export type Verdict =
  /** Undecided so far; the next call continues. */
  | { readonly kind: "paused" }
  /** The current values satisfy all clauses. */
  | { readonly kind: "satisfiable" }
  /** The clauses of these origins are unsatisfiable under these assumptions. */
  | { readonly kind: "unsatisfiable"; readonly failed: readonly Literal[]; readonly origins: ReadonlySet<number> };

/** The least number of conflicts between two restarts. */
const RESTART = 50;

/**
 * Continues the search for satisfying values, for about the given number of looks.
 *
 * @param assumptions literals that must be true; to continue after a pause, pass the same ones.
 */
export function solveClauses(cdcl: Cdcl, assumptions: readonly Literal[], looks: number): Verdict {
  const end = cdcl.looks + looks;
  if (cdcl.isBroken) return unsatisfiable(cdcl, [], [cdcl.broken]);
  for (;;) {
    const conflict = propagateAll(cdcl);
    if (conflict !== NO_CLAUSE) {
      cdcl.conflicts++;
      cdcl.fresh++;
      if (cdcl.starts.length === 0) return broken(cdcl, conflict);
      learn(cdcl, conflict);
      continue;
    }
    if (cdcl.looks >= end) return { kind: "paused" };
    if (cdcl.fresh >= RESTART * luby(cdcl.restarts + 1)) {
      cdcl.restarts++;
      cdcl.fresh = 0;
      cancelTo(cdcl, Math.min(assumptions.length, cdcl.starts.length));
    }
    reduceLearned(cdcl);
    let next: Literal = -1;
    while (next < 0 && cdcl.starts.length < assumptions.length) {
      const assumed = assumptions[cdcl.starts.length]!;
      const value = cdcl.values[assumed]!;
      if (value < 0) {
        const { failed, ids } = analyzeAssumption(cdcl, assumed);
        return unsatisfiable(cdcl, failed, ids);
      }
      if (value > 0) cdcl.starts.push(cdcl.assigned);
      else next = assumed;
    }
    if (next < 0) next = decision(cdcl);
    if (next < 0) return { kind: "satisfiable" };
    cdcl.looks++;
    cdcl.starts.push(cdcl.assigned);
    assign(cdcl, next, NO_CLAUSE);
  }
}

/** Backtracks to a level. */
export function cancelTo(cdcl: Cdcl, level: number): void {
  const { starts, trail, values, phases } = cdcl;
  if (starts.length <= level) return;
  const end = starts[level]!;
  for (let at = cdcl.assigned - 1; at >= end; at--) {
    const literal = trail[at]!;
    values[literal] = 0;
    values[literal ^ 1] = 0;
    phases[literal >> 1] = (literal & 1) ^ 1;
    heapInsert(cdcl, literal >> 1);
  }
  cdcl.assigned = end;
  cdcl.propagated = end;
  starts.length = level;
}

/** The literal to decide next: the most active variable with its last value; -1 if all variables are assigned. */
function decision(cdcl: Cdcl): Literal {
  const { values, guards, phases } = cdcl;
  for (;;) {
    const variable = heapTop(cdcl);
    if (variable < 0) return -1;
    if (values[2 * variable] !== 0) continue;
    const guard = guards[variable]!;
    if (guard >= 0 && values[guard] === 0) {
      heapInsert(cdcl, variable);
      return guard ^ 1;
    }
    return 2 * variable + (phases[variable] === 1 ? 0 : 1);
  }
}

function learn(cdcl: Cdcl, conflict: ClauseRef): void {
  const { literals, level, lbd, ids } = analyzeConflict(cdcl, conflict);
  const id = derived(cdcl.proof, ids);
  cancelTo(cdcl, level);
  const [first] = literals as [Literal];
  decayActivity(cdcl);
  if (literals.length === 1) {
    cdcl.units[first >> 1] = id;
    assign(cdcl, first, NO_CLAUSE);
    return;
  }
  const ref = store(cdcl, literals, lbd, id);
  attach(cdcl, ref);
  cdcl.learned.push(ref);
  assign(cdcl, first, ref);
}

/** The verdict if a clause is false regardless of the assumptions. */
function broken(cdcl: Cdcl, conflict: ClauseRef): Verdict {
  const { arena, units } = cdcl;
  const ids = [arena[conflict + ID]!];
  const end = conflict + HEAD + arena[conflict + SIZE]!;
  for (let place = conflict + HEAD; place < end; place++) ids.push(units[arena[place]! >> 1]!);
  cdcl.isBroken = true;
  cdcl.broken = derived(cdcl.proof, ids);
  return unsatisfiable(cdcl, [], [cdcl.broken]);
}

function unsatisfiable(cdcl: Cdcl, failed: readonly Literal[], ids: readonly number[]): Verdict {
  return { kind: "unsatisfiable", failed, origins: originsOf(cdcl.proof, ids) };
}

/** 1, 1, 2, 1, 1, 2, 4, …: Luby, Sinclair and Zuckerman (1993). */
function luby(place: number): number {
  for (let power = 1; ; power *= 2) {
    if (place === 2 * power - 1) return power;
    if (place < 2 * power - 1) return luby(place - power + 1);
  }
}
