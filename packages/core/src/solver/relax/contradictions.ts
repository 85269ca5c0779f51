import { ALLOWANCE, type UnsatisfiableCore, unsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { isJustAsked, requestedNames } from "../request/order.ts";
import type { ModInfoSource } from "../request/request.ts";
import { makeBudget } from "../search/budget.ts";
import { isHard } from "../search/free-order.ts";
import type { Session } from "../session/session.ts";
import { cheapestHittingSet } from "./cheapest-hitting-set.ts";
import { check, openRelaxed, type Relaxed } from "./relaxed.ts";
import type { Statement } from "./statement.ts";

/** The most steps for all trials about a failure, and those if the request was hard. */
const STEPS = 60_000;
const STEPS_WHEN_HARD = 5_000;

/** The parts of a request that contradict each other. */
export interface Contradictions {
  readonly relaxed: Relaxed;
  /** The mods that cannot be installed even if nothing else is requested, in name order. */
  readonly alone: readonly string[];
  /**
   * Sets of statements that contradict each other, first those about a single mod. Later functions add the sets that
   * they find.
   */
  readonly conflicts: (readonly Statement[])[];
}

/** Tries for each requested mod whether it can be installed alone. */
export async function contradictionsOf(
  { world, options, search }: Session,
  source: ModInfoSource,
): Promise<Contradictions> {
  const { request } = world;
  const budget = makeBudget(isHard(search) ? STEPS_WHEN_HARD : STEPS);
  const relaxed = await openRelaxed(request, source, { ...options, like: world, budget });
  // If the request is hard, so are the trials.
  relaxed.session.search.free.total = search.free.total;
  const alone: string[] = [];
  const conflicts: (readonly Statement[])[] = [];
  const always = await check(relaxed, statementsAbout(relaxed, "base"));
  if (always?.kind === "core") return { relaxed, alone, conflicts: [always.core] };
  for (const name of requestedNames(request)) {
    const verdict = await check(relaxed, statementsAbout(relaxed, name));
    if (verdict?.kind !== "core") continue;
    alone.push(name);
    conflicts.push(verdict.core);
  }
  return { relaxed, alone, conflicts };
}

/** A mod's statements. */
function statementsAbout({ statements }: Relaxed, name: string): Statement[] {
  return statements.filter((statement) => statement.name === name);
}

/** The most conflicts that are searched for dispensable ones, and the budget for that. */
const MOST_CONFLICTS = 40;
const LOOKS = 100_000;

/**
 * The conflicts that explain why this many mods have to be left out: those of single mods, and only as many others as
 * are needed so that no smaller set of mods resolves all of them.
 */
export async function tellingConflicts({
  relaxed,
  alone,
  conflicts,
}: Contradictions): Promise<Contradictions["conflicts"]> {
  const ofSingleMods = conflicts.slice(0, alone.length);
  let others = conflicts.slice(alone.length);
  if (others.length > MOST_CONFLICTS) return [...conflicts];
  const { options, world } = relaxed.session;
  const names = requestedNames(world.request);
  const weights = names.map(() => 1);
  const looks = makeBudget(LOOKS);
  const sizeOf = async (some: typeof others): Promise<number | undefined> => {
    const groups = some.map((conflict) => {
      const all = [...new Set(conflict.map(({ name }) => name))];
      const free = all.filter((name) => !isJustAsked(world.request, name));
      return (free.length > 0 ? free : all).map((name) => names.indexOf(name));
    });
    const found = await cheapestHittingSet(groups, weights, looks, options);
    return found?.exact ? found.elements.length : undefined;
  };
  const whole = await sizeOf(others);
  // Conflicts with more mods are harder to read.
  for (const conflict of [...others].reverse().sort((a, b) => b.length - a.length)) {
    const fewer = others.filter((other) => other !== conflict);
    if (whole !== undefined && (await sizeOf(fewer)) === whole) others = fewer;
  }
  return [...ofSingleMods, ...others];
}

/** An unsatisfiable core for each set of contradictory statements. */
export async function coresOf(
  { relaxed }: Contradictions,
  conflicts: Contradictions["conflicts"],
): Promise<UnsatisfiableCore[]> {
  const budget = makeBudget(ALLOWANCE);
  const open: Relaxed = { ...relaxed, budget: makeBudget(ALLOWANCE) };
  const cores: UnsatisfiableCore[] = [];
  for (const conflict of conflicts) {
    const verdict = await check(open, conflict);
    if (verdict?.kind === "core") cores.push(await unsatisfiableCore(relaxed.session, verdict.proof, budget));
  }
  return cores;
}
