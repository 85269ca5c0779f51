import { type Budget, spend } from "../budget.ts";
import type { Cause, Incompatibility, Term } from "../incompatibility.ts";
import { type ModNode, nodeFacts } from "../mod-node.ts";
import { makePatience } from "../patience.ts";
import { addFact, addMod, makeSearch, restart } from "../search.ts";
import { runInTurns, type SolveOptions } from "../turns.ts";

/** As many facts cost a step to set out. */
const FACTS_A_STEP = 4;

/**
 * A derivation of "nothing can hold" from the given facts alone; undefined when they can all hold, or when the
 * budget does not suffice to see.
 */
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
    const { name, packed } = nodes[id] as ModNode;
    const node = addMod(
      search,
      nodeFacts({ name, origin: "portal", packed, dependencies: [], unreadable: [], releases: [] }),
    );
    search.preferred[node.id] = 0;
  }
  const originals = new Map<Incompatibility, Incompatibility>();
  for (const fact of facts) {
    const copy = { ...fact, terms: fact.terms.map(({ mod, set }) => ({ mod: local.get(mod) as number, set })) };
    originals.set(copy, fact);
    addFact(search, copy);
  }
  restart(search, [], [...local.values()]);
  const state = await runInTurns(search, options);
  return state.kind === "unsolvable" ? globalise(state.proof, ids, originals) : undefined;
}

/** The derivation with the ids and facts of the whole: made from its end, without recursion, as it can be long. */
function globalise(
  proof: Incompatibility,
  ids: readonly number[],
  known: Map<Incompatibility, Incompatibility>,
): Incompatibility {
  const open = [proof];
  for (let item = open.at(-1); item; item = open.at(-1)) {
    if (known.has(item)) open.pop();
    else {
      const { cause } = item;
      if (cause.kind === "summary") {
        const given = cause.facts.map((fact) => known.get(fact) as Incompatibility);
        known.set(item, { terms: globalTerms(item, ids), cause: { kind: "summary", facts: given } });
        continue;
      }
      if (cause.kind !== "learned") throw new Error("a fact that nobody gave");
      const missing = [cause.first, ...cause.steps.map((step) => step.with)].filter((premise) => !known.has(premise));
      if (missing.length === 0) known.set(item, translate(item, cause, ids, known));
      for (const premise of missing) open.push(premise);
    }
  }
  return known.get(proof) as Incompatibility;
}

function translate(
  item: Incompatibility,
  { first, steps }: Extract<Cause, { kind: "learned" }>,
  ids: readonly number[],
  known: ReadonlyMap<Incompatibility, Incompatibility>,
): Incompatibility {
  return {
    terms: globalTerms(item, ids),
    cause: {
      kind: "learned",
      first: known.get(first) as Incompatibility,
      steps: steps.map((step) => ({ mod: ids[step.mod] as number, with: known.get(step.with) as Incompatibility })),
    },
  };
}

function globalTerms({ terms }: Incompatibility, ids: readonly number[]): Term[] {
  return terms.map(({ mod, set }) => ({ mod: ids[mod] as number, set }));
}
