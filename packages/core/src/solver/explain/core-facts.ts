import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { has, type IndexSet, isSubset } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { type Budget, isSpent } from "../search/budget.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";
import { judgeFacts } from "../search/verdict/fact-core.ts";
import { isLonger } from "./is-longer.ts";
import { refute } from "./refute.ts";

/** How many steps of a derivation are walked before yielding to other tasks. */
const STEPS_A_TURN = 20_000;

/** The facts that a derivation rests on, without duplicates. */
export async function leaves(proof: Incompatibility, options: SolveOptions): Promise<Incompatibility[]> {
  const seen = new Set([proof]);
  const found: Incompatibility[] = [];
  let work = 0;
  for (const fact of seen) {
    const { cause } = fact;
    if (cause.kind === "summary") for (const one of cause.facts) seen.add(one);
    else if (cause.kind !== "learned") found.push(fact);
    else {
      seen.add(cause.first);
      for (const step of cause.steps) seen.add(step.with);
    }
    work += 1 + (cause.kind === "summary" ? cause.facts.length : cause.kind === "learned" ? cause.steps.length : 0);
    if (work < STEPS_A_TURN) continue;
    work = 0;
    await takeTurn(options);
  }
  return found;
}

/**
 * A minimal derivation: none of its facts can be left out, as far as the budget allows finding out. A very long
 * derivation is returned as it is. Source: docs/solver.md, "Explanations".
 */
export async function smallest(
  nodes: readonly ModNode[],
  proof: Incompatibility,
  budget: Budget,
  options: SolveOptions,
): Promise<Incompatibility> {
  let given = unique((await leaves(proof, options)).flatMap(splitRequirement));
  if (isSpent(budget)) return proof;
  if (given.length > TOO_MANY) return summary(given);
  for (let before = Number.POSITIVE_INFINITY; given.length > MANY && given.length < before * WORTH; ) {
    const core = await judgeFacts(nodes, given, budget, options);
    if (typeof core === "string") return summary(given);
    before = given.length;
    given = [...core];
  }
  if (given.length > MANY) return summary(given);
  let best = (await refute(nodes, given, budget, options)) ?? summary(given);
  if (isLonger(best, LONG)) return best;
  let facts = new Set(unique(await leaves(best, options)));
  for (const fact of [...facts].sort((a, b) => burden(b) - burden(a))) {
    if (isSpent(budget)) break;
    if (!facts.has(fact)) continue;
    const others = [...facts].filter((other) => other !== fact);
    await takeTurn(options);
    if (typeof (await judgeFacts(nodes, others, budget, options)) === "string") continue;
    const shorter = await refute(nodes, others, budget, options);
    if (!shorter) continue;
    best = shorter;
    facts = new Set(unique(await leaves(best, options)));
  }
  return best;
}

function summary(facts: readonly Incompatibility[]): Incompatibility {
  return { terms: [], cause: { kind: "summary", facts } };
}

/** Up to this number of facts, a derivation that is short enough to be narrated is sought. */
const MANY = 200;

/** Above this number of facts the core is not made smaller, since nobody would read it. */
const TOO_MANY = 1_000;

/** A core is searched for in the last core as long as each is at most this fraction of the one before. */
const WORTH = 0.8;

/**
 * A longer derivation, in conclusions, is not made smaller: nobody would read it, and that would take as long as the
 * search itself.
 */
const LONG = 5_000;

/**
 * Splits a requirement of the manifest into its two facts: the mod must be present, and its release must be in the
 * range.
 */
function splitRequirement(fact: Incompatibility): Incompatibility[] {
  const [term] = fact.terms as [Term];
  if (fact.cause.kind !== "manifest" || !has(term.set, 0) || isSubset(term.set, [0, 0])) return [fact];
  const outside = term.set.flatMap((bound, at) => (at === 0 ? 1 : bound));
  const versions: IndexSet = term.set[1] === 0 ? term.set.slice(2) : outside;
  return [
    { terms: [{ mod: term.mod, set: [0, 0] }], cause: fact.cause },
    { terms: [{ mod: term.mod, set: versions }], cause: fact.cause },
  ];
}

/** How hard a fact is to read. The hardest facts are tried first for leaving out. */
function burden({ terms, cause }: Incompatibility): number {
  return (
    (cause.kind === "manifest" ? 0 : 100) + terms.length * 10 + terms.reduce((sum, { set }) => sum + set.length, 0)
  );
}

/** Removes duplicate facts. */
export function unique(facts: readonly Incompatibility[]): Incompatibility[] {
  const known = new Map(facts.map((fact) => [key(fact), fact]));
  return [...known.values()];
}

function key({ terms, cause }: Incompatibility): string {
  const said = [...terms].sort((a, b) => a.mod - b.mod).map(({ mod, set }) => `${mod}:${set.join()}`);
  return `${cause.kind} ${said.join(" ")}`;
}
