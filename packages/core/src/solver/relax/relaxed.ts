import { FactorioLockError } from "../../error.ts";
import { BUILTIN_NAMES } from "../../mod/mod-name.ts";
import { leaves } from "../explain/core-facts.ts";
import type { Present } from "../facts/cycles.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { type Budget, partOf } from "../search/budget.ts";
import { restart } from "../search/search.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";
import { go, know, nodeOf, openFree, type Session } from "../session/session.ts";
import type { World } from "../session/world.ts";
import { type Statement, softRefusals, statementsOf } from "./statement.ts";

/** The most steps for one check. */
const EACH = 10_000;

/**
 * A request whose statements are assumptions of one search, so that clauses learned in one check are reused in the
 * next.
 */
export interface Relaxed {
  readonly session: Session;
  readonly statements: readonly Statement[];
  /** The budget for all checks together. */
  readonly budget: Budget;
  /** Whether a mod that cannot be looked up fails the whole call; otherwise the check is undecided. */
  readonly strict: boolean;
}

/** The outcome of assuming some statements. */
export type Verdict =
  | { readonly kind: "solved"; readonly present: readonly Present[] }
  /** They cannot all hold; `core` has those that the proof needs. */
  | { readonly kind: "core"; readonly core: readonly Statement[]; readonly proof: Incompatibility };

/** Options of relaxing a request. */
export interface RelaxOptions extends SolveOptions {
  readonly budget: Budget;
  /** Whether refused mods and the lack of the expansion are statements that can be dropped too. */
  readonly soft?: boolean;
  readonly strict?: boolean;
  /** The world of a request with the same lockfile, whose decoded mods are reused. */
  readonly like?: World;
}

/** @throws FactorioLockError whatever the source throws. */
export async function openRelaxed(
  request: ResolveRequest,
  source: ModInfoSource,
  { budget, soft = false, strict = false, like, ...options }: RelaxOptions,
): Promise<Relaxed> {
  const letIn = new Set(soft ? await readable(softRefusals(request), source) : []);
  const requirements = new Map([...request.requirements].filter(([name]) => !letIn.has(name)));
  const open: ResolveRequest = { ...request, requirements, expansion: request.expansion || soft };
  const session = await openFree(open, source, options, like);
  await know(session, [...(soft ? BUILTIN_NAMES : []), ...letIn]);
  return { session, statements: statementsOf(session, request, letIn, soft), budget, strict };
}

/** The names that the source can look up at the moment. */
async function readable(names: readonly string[], source: ModInfoSource): Promise<string[]> {
  const known = await Promise.all(names.map((name) => source.get(name).catch(() => undefined)));
  return names.filter((_, at) => known[at] !== undefined);
}

/** Checks whether statements can all hold; undefined if the budget runs out or a mod cannot be looked up. */
export async function check(
  { session, budget, strict }: Relaxed,
  statements: readonly Statement[],
  steps: number = EACH,
): Promise<Verdict | undefined> {
  const { search, options } = session;
  await takeTurn(options);
  search.budget = partOf(budget, steps);
  const owners = new Map(statements.flatMap((statement) => statement.facts.map((fact) => [fact, statement] as const)));
  const asked = statements.filter(({ kind }) => kind === "asked").map(({ name }) => name);
  const order = ["base", ...asked].map((name) => nodeOf(session, name).id);
  restart(search, [...owners.keys()], order);
  try {
    const state = await go(session);
    if (state.kind === "solved") return { kind: "solved", present: state.present };
    if (state.kind === "too-hard") return undefined;
    const { proof } = state;
    const facts = await leaves(proof, options);
    const core = new Set(facts.flatMap((fact) => owners.get(fact) ?? []));
    return { kind: "core", core: [...core], proof };
  } catch (error) {
    options.signal?.throwIfAborted();
    // A mod that cannot be looked up (the network is down) leaves the check undecided.
    if (error instanceof FactorioLockError && !strict) return undefined;
    throw error;
  }
}

/** Larger cores, in statements, are not made smaller. */
const MOST_SHRUNK = 16;

/** Reduces a core to statements of which none could be left out, as far as the budget allows. */
export async function shrink(relaxed: Relaxed, core: readonly Statement[]): Promise<readonly Statement[]> {
  if (core.length > MOST_SHRUNK) return core;
  let best = core;
  for (const statement of core) {
    if (best.length < 2) break;
    if (!best.includes(statement)) continue;
    const verdict = await check(
      relaxed,
      best.filter((other) => other !== statement),
    );
    if (verdict?.kind === "core") best = verdict.core;
  }
  return best;
}
