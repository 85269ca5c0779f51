import { makeBudget } from "../budget.ts";
import { ALLOWANCE, type Knot, knotOf } from "../explain/knot.ts";
import { isJustAsked, requestedNames } from "../order.ts";
import type { ResolveRequest } from "../request.ts";
import type { SolveOptions } from "../turns.ts";
import { applyChange } from "./change.ts";
import { smallestHittingSet } from "./hitting-set.ts";
import type { Trials } from "./trial.ts";

/** How many mods are removed at most. */
const MOST_REMOVED = 12;

/** How many knots are looked at, over all trials, to find which mods meet them all. */
const MOST_LOOKS = 1_000_000;

/** How many trials are made at most. */
const MOST_TRIALS = 60;

/** Mods without which a manifest has an answer. */
export interface Removal {
  /** In name order: as few as can be. */
  readonly names: readonly string[];
  /** Of each knot that was met, one is among the names. */
  readonly knots: readonly Knot[];
}

/**
 * The fewest mods, but for those that were just asked for, without which there is an answer, as far as that is seen
 * within the step budget: one of each knot is taken out, and as long as there is a knot left, it is added to those that
 * must be met. Undefined where that takes too many, or all.
 *
 * @param known knots that are known already.
 */
export async function smallestRemoval(
  request: ResolveRequest,
  known: readonly Knot[],
  trials: Trials,
  options: SolveOptions,
): Promise<Removal | undefined> {
  const knots = [...known];
  const budget = makeBudget(ALLOWANCE);
  const hitting = makeBudget(MOST_LOOKS);
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const names = await smallestHittingSet(
      knots.map(({ asked }) => asked.filter((name) => !isJustAsked(request, name))),
      MOST_REMOVED,
      hitting,
      options,
    );
    if (!names) return undefined;
    const outcome = await trials.run(applyChange(request, { kind: "remove", names }));
    if (outcome?.kind === "solved") return names.length < requestedNames(request).length ? { names, knots } : undefined;
    if (!outcome) return undefined;
    knots.push(await knotOf(outcome.session, outcome.proof, budget));
  }
  return undefined;
}

/**
 * For each mod that is to be removed, and that the first knot does not speak of, a knot that none of the others loosens.
 * There is one: without it the removal would do without that mod.
 */
export function whyRemoved({ names, knots }: Removal, first: Knot): Knot[] {
  const unsaid = names.filter((name) => !first.asked.includes(name));
  return unsaid.map(
    (name) => knots.find(({ asked }) => names.every((other) => asked.includes(other) === (other === name))) as Knot,
  );
}
