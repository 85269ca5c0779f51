import { ALLOWANCE, type UnsatisfiableCore, unsatisfiableCore } from "../explain/unsatisfiable-core.ts";
import { cheapestCorrection } from "../relax/correction.ts";
import { check, openRelaxed, type Relaxed } from "../relax/relaxed.ts";
import { applyChange, type Change } from "../request/change.ts";
import { isJustAsked } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { makeBudget } from "../search/budget.ts";
import type { Session } from "../session/session.ts";
import { type ChangeOption, changeOptions, changesOf } from "./change-options.ts";
import type { Trials } from "./trial.ts";

/** The most steps of the search for a correction. */
const STEPS = 30_000;

/** The cheapest changes that give a manifest an answer at its own game version. */
export interface Correct {
  readonly changes: readonly Change[];
  /** Whether they were proved to be the cheapest. */
  readonly exact: boolean;
  /** Why mods have to be left out besides other changes. */
  readonly why: readonly UnsatisfiableCore[];
}

/** Finds the cheapest changes; undefined if none help or none were found within the budget. */
export async function correction(
  { world, options }: Session,
  source: ModInfoSource,
  trials: Trials,
): Promise<Correct | undefined> {
  const { request } = world;
  const relaxed = await openRelaxed(request, source, {
    ...options,
    like: world,
    budget: makeBudget(STEPS),
    soft: true,
  });
  const open = changeOptions(request, relaxed.statements, (name) => !isJustAsked(request, name));
  const found = await cheapestCorrection(relaxed, open, []);
  if (!found || found.options.length === 0) return undefined;
  const narrow = changesOf(request, found.options, found.present);
  const wide = changesOf(request, found.options, []);
  const changes = (await solves(request, narrow, trials))
    ? narrow
    : (await solves(request, wide, trials))
      ? wide
      : undefined;
  return changes && { changes, exact: found.exact, why: await whyLeftOut(relaxed, found.options) };
}

/** For each mod that is left out besides other changes, the core that still contradicts it. */
async function whyLeftOut(relaxed: Relaxed, options: readonly ChangeOption[]): Promise<UnsatisfiableCore[]> {
  if (options.every(({ kind }) => kind === "remove")) return [];
  const open: Relaxed = { ...relaxed, budget: makeBudget(ALLOWANCE) };
  const budget = makeBudget(ALLOWANCE);
  const found: UnsatisfiableCore[] = [];
  for (const option of options) {
    if (option.kind !== "remove") continue;
    const others = new Set(options.filter((other) => other !== option).flatMap(({ drops }) => drops));
    const verdict = await check(
      open,
      relaxed.statements.filter((statement) => !others.has(statement)),
    );
    if (verdict?.kind !== "core") continue;
    found.push(await unsatisfiableCore(relaxed.session, verdict.proof, budget));
  }
  return found;
}

async function solves(request: ResolveRequest, changes: readonly Change[], trials: Trials): Promise<boolean> {
  const outcome = await trials.run(changes.reduce(applyChange, request));
  return outcome?.kind === "solved";
}
