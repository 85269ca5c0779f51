import { attempt } from "./attempt.ts";
import { type Failure, failureOf } from "./failure.ts";
import type { ModInfoSource, ResolveRequest } from "./request.ts";
import type { Selection } from "./selection.ts";
import type { SolveOptions } from "./turns.ts";

/** What became of a request. */
export type Solved =
  | { readonly kind: "solved"; readonly selection: Selection }
  | ({ readonly kind: "unsolvable" } & Failure);

/**
 * Solves a request, or says why it has no answer. Source: contract section 4, docs/solver.md.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, TOO_HARD, and whatever `source.get` throws.
 */
export async function solve(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Solved> {
  const outcome = await attempt(request, source, options);
  if (outcome.kind === "solved") return outcome;
  return { kind: "unsolvable", ...(await failureOf(outcome.session, outcome.proof, source)) };
}
