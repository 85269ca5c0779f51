import type { Cause, Incompatibility, Term } from "../facts/incompatibility.ts";
import { type ModNode, nodeFacts } from "../facts/mod-node.ts";
import { type Budget, spend } from "../search/budget.ts";
import { makePatience } from "../search/patience.ts";
import { addFact, addMod, makeSearch, restart } from "../search/search.ts";
import { runInTurns, type SolveOptions } from "../search/turns.ts";

/** How many facts can be added to a search for the cost of one step. */
const FACTS_A_STEP = 4;

/** Derives a contradiction from the given facts alone; undefined if they can all hold, or if the budget runs out. */
export async function refute(
  nodes: readonly ModNode[],
  facts: readonly Incompatibility[],
  budget: Budget,
  options: SolveOptions,
): Promise<Incompatibility | undefined> {
  spend(budget, Math.ceil(facts.length / FACTS_A_STEP));
  const search = makeSearch(budget, makePatience(options.patience));
  const ids = [...new Set(facts.flatMap(({ terms }) => terms.map(({ mod }) => mod)))];
  const local = new Map(ids.map((id, at) => [id, at]));
  for (const id of ids) {
    const { name, packed } = nodes[id]!;
    const node = addMod(
      search,
      nodeFacts({ name, origin: "portal", packed, dependencies: [], unreadable: [], releases: [] }),
    );
    search.preferred[node.id] = 0;
  }
  const originalOf = new Map<Incompatibility, Incompatibility>();
  for (const fact of facts) {
    const copy = { ...fact, terms: fact.terms.map(({ mod, set }) => ({ mod: local.get(mod)!, set })) };
    originalOf.set(copy, fact);
    addFact(search, copy);
  }
  restart(search, [], [...local.values()]);
  const state = await runInTurns(search, options);
  return state.kind === "unsolvable" ? toGlobal(state.proof, ids, originalOf) : undefined;
}

/**
 * Translates a derivation back to the ids and facts of the whole search. It is iterative, since a derivation can be
 * long.
 */
function toGlobal(
  proof: Incompatibility,
  ids: readonly number[],
  known: Map<Incompatibility, Incompatibility>,
): Incompatibility {
  const open = [proof];
  for (let item = open.at(-1); item; item = open.at(-1)) {
    if (known.has(item)) open.pop();
    else {
      const { cause } = item;
      if (cause.kind !== "learned" && cause.kind !== "summary") throw new Error("a fact that nobody gave");
      const premises = cause.kind === "summary" ? cause.facts : [cause.first, ...cause.steps.map((step) => step.with)];
      const missing = premises.filter((premise) => !known.has(premise));
      if (missing.length === 0) known.set(item, translate(item, cause, ids, known));
      for (const premise of missing) open.push(premise);
    }
  }
  return known.get(proof)!;
}

function translate(
  item: Incompatibility,
  cause: Extract<Cause, { kind: "learned" | "summary" }>,
  ids: readonly number[],
  known: ReadonlyMap<Incompatibility, Incompatibility>,
): Incompatibility {
  const global = (premise: Incompatibility): Incompatibility => known.get(premise)!;
  const terms = globalTerms(item, ids);
  if (cause.kind === "summary") return { terms, cause: { kind: "summary", facts: cause.facts.map(global) } };
  const steps = cause.steps.map((step) => ({ mod: ids[step.mod]!, with: global(step.with) }));
  return { terms, cause: { kind: "learned", first: global(cause.first), steps } };
}

function globalTerms({ terms }: Incompatibility, ids: readonly number[]): Term[] {
  return terms.map(({ mod, set }) => ({ mod: ids[mod]!, set }));
}
