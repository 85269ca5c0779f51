import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { has, type IndexSet, isSubset } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { type Budget, isSpent } from "../search/budget.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";
import { judgeFacts } from "../search/verdict/fact-core.ts";
import { isLonger } from "./is-longer.ts";
import { refute } from "./refute.ts";

/** How many steps of a derivation are walked before other tasks have their turn. */
const STEPS_A_TURN = 20_000;

/** The facts that a derivation rests on, each once. */
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
 * A smallest derivation: none of the facts that it rests on can be left out, as far as that is found within the
 * budget. A very long one stays as it is. Source: docs/solver.md, "Explanations".
 */
export async function smallest(
  nodes: readonly ModNode[],
  proof: Incompatibility,
  budget: Budget,
  options: SolveOptions,
): Promise<Incompatibility> {
  let given = unique((await leaves(proof, options)).flatMap(apart));
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

/** Of so few facts a derivation is looked for that is short enough to be told. */
const MANY = 200;

/** Of more facts nobody reads the core, however small a part of them it is. */
const TOO_MANY = 1_000;

/** A core is looked for in a core as long as it shrinks to this part. */
const WORTH = 0.8;

/** Nobody reads a derivation of more conclusions, and to find a shorter one would take as long as the search took. */
const LONG = 5_000;

/** A requirement of the manifest says two things: that the mod be there, and which releases will do. */
function apart(fact: Incompatibility): Incompatibility[] {
  const [term] = fact.terms as [Term];
  if (fact.cause.kind !== "manifest" || !has(term.set, 0) || isSubset(term.set, [0, 0])) return [fact];
  const outside = term.set.flatMap((bound, at) => (at === 0 ? 1 : bound));
  const versions: IndexSet = term.set[1] === 0 ? term.set.slice(2) : outside;
  return [
    { terms: [{ mod: term.mod, set: [0, 0] }], cause: fact.cause },
    { terms: [{ mod: term.mod, set: versions }], cause: fact.cause },
  ];
}

/** How hard a fact is to read. The hardest are left out first. */
function burden({ terms, cause }: Incompatibility): number {
  return (
    (cause.kind === "manifest" ? 0 : 100) + terms.length * 10 + terms.reduce((sum, { set }) => sum + set.length, 0)
  );
}

/** Facts that say different things. */
export function unique(facts: readonly Incompatibility[]): Incompatibility[] {
  const known = new Map(facts.map((fact) => [key(fact), fact]));
  return [...known.values()];
}

function key({ terms, cause }: Incompatibility): string {
  const said = [...terms].sort((a, b) => a.mod - b.mod).map(({ mod, set }) => `${mod}:${set.join()}`);
  return `${cause.kind} ${said.join(" ")}`;
}
