import type { Present } from "../facts/cycles.ts";
import { isSpent, makeBudget } from "../search/budget.ts";
import { cheapestHittingSet } from "./cheapest-hitting-set.ts";
import { check, type Relaxed, shrink, type Verdict } from "./relaxed.ts";
import type { Statement } from "./statement.ts";

/** One way to change what a manifest says: the statements that it drops, and what that costs. */
export interface Option {
  readonly drops: readonly Statement[];
  /** Above zero. */
  readonly weight: number;
}

/** Options that together leave statements which can all hold. */
export interface Correction<O extends Option = Option> {
  /** In the order in which they were given. */
  readonly options: readonly O[];
  /** The mods that can be present then. */
  readonly present: readonly Present[];
  /** Whether no cheaper options do; false where the budget did not suffice to see. */
  readonly exact: boolean;
}

/** How many looks the search for sets may take over all rounds. */
const LOOKS = 400_000;

/**
 * The cheapest options after which a request has an answer: statements that contradict each other are found, one after
 * the other, until a cheapest choice of options that loosens them all leaves an answer. Undefined where no options do.
 * Source: docs/solver.md, "Corrections".
 *
 * @param conflicts statements that are known to contradict each other; those that are found are added.
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
    const verdict = await check(relaxed, left(problem, hit.elements));
    if (verdict?.kind === "solved") return made(options, hit.elements, verdict, hit.exact);
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

/** Adds the core that was found, and others that share no option with it, until what is left can hold. */
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
    verdict = await check(relaxed, left(problem, [...dropped]));
  }
  return "done";
}

/**
 * Options after which there is an answer, none of which could be left out as far as the budget lets see: first all that
 * are known to matter, then back one after the other, the dearest first.
 */
async function anyCorrection<O extends Option>(
  problem: Problem<O>,
  start: readonly number[],
): Promise<Correction<O> | undefined> {
  const relaxed: Relaxed = { ...problem.relaxed, budget: makeBudget(ALL_TRIES) };
  const all = problem.options.map((_, at) => at);
  const known = [...new Set([...start, ...problem.conflicts.flatMap((core) => groupOf(problem.options, core))])];
  let chosen: readonly number[] = known;
  let verdict = await check(relaxed, left(problem, chosen));
  if (verdict?.kind !== "solved") {
    chosen = all;
    verdict = await check(relaxed, left(problem, chosen));
  }
  if (verdict?.kind !== "solved") return undefined;
  let best = verdict;
  const weight = (element: number): number => problem.weights[element]!;
  for (const element of [...chosen].sort((a, b) => weight(b) - weight(a) || a - b)) {
    if (isSpent(relaxed.budget)) break;
    const fewer = chosen.filter((other) => other !== element);
    const without = await check(relaxed, left(problem, fewer), EACH_TRY);
    if (without?.kind !== "solved") continue;
    chosen = fewer;
    best = without;
  }
  return made(problem.options, chosen, best, false);
}

/** How many steps each try to do with fewer options may take, and all of them together. */
const EACH_TRY = 1_000;
const ALL_TRIES = 15_000;

function groupOf(options: readonly Option[], core: readonly Statement[]): number[] {
  return options.flatMap(({ drops }, at) => (drops.some((statement) => core.includes(statement)) ? [at] : []));
}

/** The statements that stay where options are taken. */
function left<O extends Option>({ relaxed, options }: Problem<O>, chosen: readonly number[]): Statement[] {
  const dropped = new Set(chosen.flatMap((at) => options[at]!.drops));
  return relaxed.statements.filter((statement) => !dropped.has(statement));
}

function made<O extends Option>(
  options: readonly O[],
  chosen: readonly number[],
  { present }: Extract<Verdict, { kind: "solved" }>,
  exact: boolean,
): Correction<O> {
  return { options: options.filter((_, at) => chosen.includes(at)), present, exact };
}
