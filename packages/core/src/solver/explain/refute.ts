import type { Incompatibility } from "../incompatibility.ts";
import { type ModNode, nodeFacts } from "../mod-node.ts";
import { addFact, addMod, makeSearch, restart, run } from "../search.ts";

/** How many steps a search for a refutation may take. */
const BUDGET = 20_000;

/**
 * A derivation of "nothing can hold" from the given facts alone; undefined when they can all hold, or when that takes
 * too long to see.
 */
export function refute(nodes: readonly ModNode[], facts: readonly Incompatibility[]): Incompatibility | undefined {
  const search = makeSearch(BUDGET);
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
  const state = run(search);
  return state.kind === "unsolvable" ? globalise(state.proof, ids, originals) : undefined;
}

/** The derivation with the ids and facts of the whole. */
function globalise(
  proof: Incompatibility,
  ids: readonly number[],
  originals: Map<Incompatibility, Incompatibility>,
): Incompatibility {
  const known = originals.get(proof);
  if (known) return known;
  const { cause } = proof;
  if (cause.kind !== "learned") throw new Error("a fact that nobody gave");
  const made: Incompatibility = {
    terms: proof.terms.map(({ mod, set }) => ({ mod: ids[mod] as number, set })),
    cause: {
      kind: "learned",
      first: globalise(cause.first, ids, originals),
      steps: cause.steps.map((step) => ({ mod: ids[step.mod] as number, with: globalise(step.with, ids, originals) })),
    },
  };
  originals.set(proof, made);
  return made;
}
