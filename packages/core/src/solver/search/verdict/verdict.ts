import { loadOrderCycles, type Present } from "../../facts/cycles.ts";
import { forwardFact } from "../../facts/edge-facts.ts";
import type { Incompatibility, Term } from "../../facts/incompatibility.ts";
import { has, intersect } from "../../facts/index-set.ts";
import { narrowings } from "../analyze.ts";
import type { Literal } from "../cdcl/cdcl.ts";
import { cancelTo, solveClauses } from "../cdcl/solve-clauses.ts";
import type { Search } from "../search.ts";
import { crowd } from "./crowd.ts";
import { extendFormula } from "./formula.ts";
import { stateOf } from "./mod-code.ts";
import { ask, type Question } from "./question.ts";

/** How many looks are taken per call. */
const CHUNK = 20_000;

/** The outcome of a call of `seekVerdict`. */
export type Finding =
  /** No verdict so far. */
  | { readonly kind: "paused" }
  /** There is no answer with the current decisions: terms that hold now but cannot all hold. */
  | { readonly kind: "conflict"; readonly conflict: Incompatibility }
  /** There may be an answer, but it needs these unknown mods. */
  | { readonly kind: "need"; readonly names: readonly string[] }
  /** The selection that was found is not an answer, since it has load-order cycles. */
  | { readonly kind: "cycles"; readonly cycles: readonly Incompatibility[] }
  /** An answer: by mod, its state. */
  | { readonly kind: "witness"; readonly witness: readonly number[] };

/** Continues to seek, in any order, whether the decisions have an answer. Source: docs/solver.md, "Hard questions". */
export function seekVerdict(search: Search): Finding {
  const { free, nodes } = search;
  const { formula } = free;
  const { cdcl } = formula;
  if (!free.question) {
    if (!extendFormula(formula, search, CHUNK)) return { kind: "paused" };
    const conflict = crowd(search);
    if (conflict) return { kind: "conflict", conflict };
    free.question = ask(formula, search);
    // An assumption may have needed a new variable.
    cancelTo(cdcl, 0);
  }
  const verdict = solveClauses(cdcl, free.question.assumptions, CHUNK);
  if (verdict.kind === "paused") return verdict;
  if (verdict.kind === "unsatisfiable") {
    return { kind: "conflict", conflict: conflictOf(search, free.question, verdict.failed, verdict.origins) };
  }
  free.question = undefined;
  const states = nodes.map(({ id }) => stateOf(cdcl, formula.codes[id]!));
  const names = unknownIn(search, states);
  if (names.length > 0) return { kind: "need", names };
  const present = nodes.flatMap((node): Present[] => {
    const state = states[node.id]!;
    return state > 0 ? [{ node, state }] : [];
  });
  const cycles = loadOrderCycles(present);
  return cycles.length > 0 ? { kind: "cycles", cycles } : { kind: "witness", witness: states };
}

/** The unknown mods that an answer requires. */
function unknownIn({ propagation, byName }: Search, states: readonly number[]): string[] {
  const names = new Set<string>();
  states.forEach((state, mod) => {
    for (const { name, at } of propagation.unmet[mod]!.values()) {
      if (state > 0 && has(at, state) && !byName.has(name)) names.add(name);
    }
  });
  return [...names];
}

/** The decisions that cannot all hold, with the facts that prove it. */
function conflictOf(
  search: Search,
  { terms }: Question,
  failed: readonly Literal[],
  origins: ReadonlySet<number>,
): Incompatibility {
  const together = new Map<number, Term>();
  for (const literal of failed) {
    const { mod, set } = terms.get(literal)!;
    const known = together.get(mod);
    together.set(mod, known ? { mod, set: intersect(known.set, set) } : { mod, set });
  }
  return { terms: [...together.values()], cause: { kind: "summary", facts: factsOf(search, origins) } };
}

/** The facts behind clauses, including those that permanently ruled out states. */
function factsOf({ free, trail, nodes }: Search, origins: ReadonlySet<number>): Incompatibility[] {
  const facts = new Set<Incompatibility>();
  const mods = new Set<number>();
  for (const at of origins) {
    const origin = free.formula.origins[at]!;
    if (origin.kind === "mod") mods.add(origin.mod);
    else {
      const fact = origin.kind === "fact" ? origin.fact : forwardFact(origin.edge, origin.allowed);
      facts.add(fact);
      for (const { mod } of fact.terms) mods.add(mod);
      if (origin.kind === "edge") mods.add(origin.edge.to.id);
    }
  }
  for (const mod of mods) for (const fact of narrowings(trail, nodes, mod)) facts.add(fact);
  return [...facts];
}
