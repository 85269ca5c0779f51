import { makeBudget } from "../budget.ts";
import { ALLOWANCE, type UnsatisfiableCore, unsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { isJustAsked, requestedNames } from "../order.ts";
import type { ResolveRequest } from "../request.ts";
import type { SolveOptions } from "../turns.ts";
import { applyChange } from "./change.ts";
import { smallestHittingSet } from "./hitting-set.ts";
import type { Trials } from "./trial.ts";

/** How many mods are removed at most. */
const MOST_REMOVED = 12;

/** How many unsatisfiable cores are looked at, over all trials, to find which mods meet them all. */
const MOST_LOOKS = 1_000_000;

/** How many trials are made at most. */
const MOST_TRIALS = 60;

/** Mods without which a manifest has an answer. */
export interface Removal {
  /** In name order: as few as can be. */
  readonly names: readonly string[];
  /** Of each unsatisfiable core that was met, one is among the names. */
  readonly cores: readonly UnsatisfiableCore[];
}

/**
 * The fewest mods, but for those that were just asked for, without which there is an answer, as far as that is seen
 * within the step budget: one of each unsatisfiable core is taken out, and as long as there is an unsatisfiable core left, it is added to those that
 * must be met. Undefined where that takes too many, or all.
 *
 * @param known unsatisfiable cores that are known already.
 * @param staying mods that are not removed, beside those that were just asked for.
 */
export async function smallestRemoval(
  request: ResolveRequest,
  known: readonly UnsatisfiableCore[],
  trials: Trials,
  options: SolveOptions,
  staying: ReadonlySet<string> = new Set(),
): Promise<Removal | undefined> {
  const cores = [...known];
  const budget = makeBudget(ALLOWANCE);
  const hitting = makeBudget(MOST_LOOKS);
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const names = await smallestHittingSet(
      cores.map(({ asked }) => asked.filter((name) => !isJustAsked(request, name) && !staying.has(name))),
      MOST_REMOVED,
      hitting,
      options,
    );
    if (!names) return undefined;
    const outcome = await trials.run(applyChange(request, { kind: "remove", names }));
    if (outcome?.kind === "solved") return names.length < requestedNames(request).length ? { names, cores } : undefined;
    if (!outcome) return undefined;
    cores.push(await unsatisfiableCore(outcome.session, outcome.proof, budget));
  }
  return undefined;
}

/** So many other sets of mods to remove are looked for. */
const MOST_OTHERS = 2;

/** Other removals of as many mods, each without one of those that the first takes out: who stays is for the user to say. */
export async function otherRemovals(
  request: ResolveRequest,
  first: Removal,
  trials: Trials,
  options: SolveOptions,
): Promise<Removal[]> {
  const found = [first];
  for (const name of first.names) {
    if (found.length > MOST_OTHERS) break;
    const other = await smallestRemoval(request, first.cores, trials, options, new Set([name]));
    if (other?.names.length !== first.names.length) continue;
    if (!found.some(({ names }) => names.join() === other.names.join())) found.push(other);
  }
  return found.slice(1);
}

/**
 * For each mod that is to be removed, and that the first unsatisfiable core does not speak of, an unsatisfiable core that none of the others loosens.
 * There is one: without it the removal would do without that mod.
 */
export function whyRemoved({ names, cores }: Removal, first: UnsatisfiableCore): UnsatisfiableCore[] {
  const unsaid = names.filter((name) => !first.asked.includes(name));
  return unsaid.map(
    (name) =>
      cores.find(({ asked }) =>
        names.every((other) => asked.includes(other) === (other === name)),
      ) as UnsatisfiableCore,
  );
}
