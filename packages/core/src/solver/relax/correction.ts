import type { Present } from "../facts/cycles.ts";
import { isSpent, makeBudget } from "../search/budget.ts";
import { cheapestHittingSet } from "./cheapest-hitting-set.ts";
import { check, type Relaxed, shrink, type Verdict } from "./relaxed.ts";
import type { Statement } from "./statement.ts";

/** A way to change a manifest: the statements that it drops, and its cost. */
export interface Option {
  readonly drops: readonly Statement[];
  /** Above zero. */
  readonly weight: number;
}

/** Options that together leave satisfiable statements. */
export interface Correction<O extends Option = Option> {
  /** In their given order. */
  readonly options: readonly O[];
  /** The mods of an answer after the correction. */
  readonly present: readonly Present[];
  /** Whether no cheaper correction exists; false if the budget ran out before that was known. */
  readonly exact: boolean;
}

/** The budget of the search for hitting sets, over all rounds. */
const LOOKS = 400_000;

/**
 * Finds the cheapest options after which a request has an answer. It finds one set of contradictory statements after
 * the other, until a cheapest choice of options that resolves all of them leaves an answer. Undefined if no options do.
 * Source: docs/solver.md, "Corrections".
 *
 * @param conflicts known sets of contradictory statements; newly found ones are added.
 */
export async function cheapestCorrection<O extends Option>(
  relaxed: Relaxed,
  options: readonly O[],
  conflicts: (readonly Statement[])[],
): Promise<Correction<O> | undefined> {
  const problem = { relaxed, options, conflicts, weights: options.map(({ weight }) => weight) };
  const looks = makeBudget(LOOKS);
  for (;;) {
    const groups = conflicts.map((core) => groupOf(options, core));
    const hit = await cheapestHittingSet(groups, problem.weights, looks, relaxed.session.options);
    if (!hit) return undefined;
    const verdict = await check(relaxed, remaining(problem, hit.elements));
    if (verdict?.kind === "solved") return correctionOf(options, hit.elements, verdict, hit.exact);
    if (!verdict || !hit.exact || isSpent(looks)) return await anyCorrection(problem, hit.elements);
    const outcome = await addCores(problem, hit.elements, verdict);
    if (outcome === "beyond help") return undefined;
    if (outcome === "unknown") return await anyCorrection(problem, hit.elements);
  }
}

interface Problem<O extends Option> {
  readonly relaxed: Relaxed;
  readonly options: readonly O[];
  readonly conflicts: (readonly Statement[])[];
  readonly weights: readonly number[];
}

/**
 * Adds the core that was found, and further ones that share no option with it, until the remaining statements are
 * satisfiable.
 */
async function addCores<O extends Option>(
  problem: Problem<O>,
  chosen: readonly number[],
  first: Verdict,
): Promise<"done" | "beyond help" | "unknown"> {
  const { relaxed, options, conflicts } = problem;
  const dropped = new Set(chosen);
  for (let verdict: Verdict | undefined = first; verdict?.kind !== "solved"; ) {
    if (!verdict) return "unknown";
    const core = await shrink(relaxed, verdict.core);
    const group = groupOf(options, core);
    conflicts.push(core);
    if (group.length === 0) return "beyond help";
    for (const element of group) dropped.add(element);
    verdict = await check(relaxed, remaining(problem, [...dropped]));
  }
  return "done";
}

/**
 * Finds options after which there is an answer, starting with all options that matter and then dropping those that are
 * not needed, most expensive first, as far as the budget allows.
 */
async function anyCorrection<O extends Option>(
  problem: Problem<O>,
  start: readonly number[],
): Promise<Correction<O> | undefined> {
  const relaxed: Relaxed = { ...problem.relaxed, budget: makeBudget(ALL_TRIES) };
  const all = problem.options.map((_, at) => at);
  const known = [...new Set([...start, ...problem.conflicts.flatMap((core) => groupOf(problem.options, core))])];
  let chosen: readonly number[] = known;
  let verdict = await check(relaxed, remaining(problem, chosen));
  if (verdict?.kind !== "solved") {
    chosen = all;
    verdict = await check(relaxed, remaining(problem, chosen));
  }
  if (verdict?.kind !== "solved") return undefined;
  let best = verdict;
  const weight = (element: number): number => problem.weights[element]!;
  for (const element of [...chosen].sort((a, b) => weight(b) - weight(a) || a - b)) {
    if (isSpent(relaxed.budget)) break;
    const fewer = chosen.filter((other) => other !== element);
    const without = await check(relaxed, remaining(problem, fewer), EACH_TRY);
    if (without?.kind !== "solved") continue;
    chosen = fewer;
    best = without;
  }
  return correctionOf(problem.options, chosen, best, false);
}

/** The most steps for each attempt to drop an option, and for all of them together. */
const EACH_TRY = 1_000;
const ALL_TRIES = 15_000;

function groupOf(options: readonly Option[], core: readonly Statement[]): number[] {
  return options.flatMap(({ drops }, at) => (drops.some((statement) => core.includes(statement)) ? [at] : []));
}

/** The statements that remain after the chosen options. */
function remaining<O extends Option>({ relaxed, options }: Problem<O>, chosen: readonly number[]): Statement[] {
  const dropped = new Set(chosen.flatMap((at) => options[at]!.drops));
  return relaxed.statements.filter((statement) => !dropped.has(statement));
}

function correctionOf<O extends Option>(
  options: readonly O[],
  chosen: readonly number[],
  { present }: Extract<Verdict, { kind: "solved" }>,
  exact: boolean,
): Correction<O> {
  return { options: options.filter((_, at) => chosen.includes(at)), present, exact };
}
