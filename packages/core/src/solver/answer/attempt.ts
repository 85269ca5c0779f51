import { FactorioLockError } from "../../error.ts";
import type { Present } from "../facts/cycles.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { decisionOrder } from "../request/order.ts";
import type { ModInfoSource, ResolveRequest } from "../request/request.ts";
import { makeBudget } from "../search/budget.ts";
import { restart } from "../search/search.ts";
import type { SolveOptions } from "../search/turns.ts";
import { go, nodeOf, openSession, type Session } from "../session/session.ts";
import { heldBack } from "./held-back.ts";
import { neededMods } from "./needed.ts";
import { addRecommended } from "./recommend.ts";
import { select } from "./select.ts";
import type { Selection } from "./selection.ts";

/** The least number of steps for finding out what holds mods back: some hundredths of a second. */
const LEAST_FOR_HELD = 1000;

/** The outcome of a request, without an explanation. */
export type Attempt =
  | { readonly kind: "solved"; readonly selection: Selection }
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility; readonly session: Session };

/**
 * Searches for an answer to a request.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, TOO_HARD, and whatever the source throws.
 */
export async function attempt(request: ResolveRequest, source: ModInfoSource, options: SolveOptions): Promise<Attempt> {
  const session = await openSession(request, source, options);
  const before = session.search.budget.left;
  const answer = await findAnswer(session, decisionOrder(request));
  if ("cause" in answer) return { kind: "unsolvable", proof: answer, session };
  const { present, skipped } =
    request.recommended === false ? { present: answer, skipped: [] } : await addRecommended(session, answer);
  // Finding out what holds mods back may take as many steps as the answer itself took.
  const spent = before - session.search.budget.left;
  const held = await heldBack(session, present, makeBudget(Math.max(spent, LEAST_FOR_HELD)));
  return { kind: "solved", selection: select(session, present, skipped, held) };
}

/**
 * Finds the first answer in the order of preference, or a proof that there is none. `first` names the mods to decide
 * first. If the answer does not need one of them, the first such mod loses its place and the search starts over.
 *
 * @throws FactorioLockError TOO_HARD, and whatever the source throws.
 */
export async function findAnswer(
  session: Session,
  first: readonly string[],
): Promise<readonly Present[] | Incompatibility> {
  for (let leading = first; ; ) {
    const order = ["base", ...leading].map((name) => nodeOf(session, name).id);
    restart(session.search, [], order);
    const state = await go(session);
    if (state.kind === "too-hard") throw tooHard();
    if (state.kind !== "solved") return state.proof;
    const needed = neededMods(session, state.present);
    const present = new Set(state.present.map(({ node }) => node.name));
    const unneeded = leading.findIndex((name) => present.has(name) && !needed.has(name));
    if (unneeded < 0) return state.present;
    leading = leading.filter((_, at) => at !== unneeded);
  }
}

function tooHard(): FactorioLockError {
  return new FactorioLockError("TOO_HARD", "No answer was found within the step budget.", {
    hint: "ask for exact versions of some mods, or remove a few: fewer choices make the question easier.",
  });
}
