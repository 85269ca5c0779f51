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

/** How many looks are taken at a time. */
const CHUNK = 20_000;

/** The outcome of seeking a verdict for a while. */
export type Finding =
  /** Nothing yet. */
  | { readonly kind: "paused" }
  /** There is no answer as things are: terms that hold now and that cannot all hold. */
  | { readonly kind: "conflict"; readonly conflict: Incompatibility }
  /** There may be an answer, but not without these mods, which are not known. */
  | { readonly kind: "need"; readonly names: readonly string[] }
  /** The selection that was found is not an answer, as its mods would have to load in circles. */
  | { readonly kind: "cycles"; readonly cycles: readonly Incompatibility[] }
  /** An answer: by mod, its state. */
  | { readonly kind: "witness"; readonly witness: readonly number[] };

/** Seeks on whether what is decided has an answer, in any order. Source: docs/solver.md, "Hard questions". */
export function seekVerdict(search: Search): Finding {
  const { free, nodes } = search;
  const { formula } = free;
  const { cdcl } = formula;
  if (!free.question) {
    if (!extendFormula(formula, search, CHUNK)) return { kind: "paused" };
    const conflict = crowd(search);
    if (conflict) return { kind: "conflict", conflict };
    free.question = ask(formula, search);
    // An assumption may have needed a variable of its own.
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

/** The unknown mods that an answer demands. */
function unknownIn({ propagation, byName }: Search, states: readonly number[]): string[] {
  const names = new Set<string>();
  states.forEach((state, mod) => {
    for (const { name, at } of propagation.unmet[mod]!.values()) {
      if (state > 0 && has(at, state) && !byName.has(name)) names.add(name);
    }
  });
  return [...names];
}

/** The decisions that cannot all hold, by the facts that show it. */
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

/** The facts that clauses come from, with those that ruled out states for good. */
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
