import { FactorioLockError } from "../error.ts";
import { attempt } from "./answer/attempt.ts";
import type { Selection } from "./answer/selection.ts";
import type { Failure } from "./failure.ts";
import { applyChange } from "./request/change.ts";
import type { ModInfoSource, ResolveRequest } from "./request/request.ts";
import { sentence } from "./request/words.ts";
import type { SolveOptions } from "./search/turns.ts";
import { unknownIn, withoutThem } from "./session/unknown-mods.ts";

/** The outcome of a request, with an explanation if it has no answer. */
export type Solved =
  | { readonly kind: "solved"; readonly selection: Selection }
  | ({ readonly kind: "unsolvable" } & Failure);

/**
 * Solves a request, or explains why it has no answer. Source: docs/rules.md; docs/solver.md.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, TOO_HARD, and whatever `source.get` throws.
 */
export async function solve(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Solved> {
  let outcome: Awaited<ReturnType<typeof attempt>>;
  try {
    outcome = await attempt(request, source, options);
  } catch (error) {
    if (!(error instanceof FactorioLockError)) throw error;
    throw await withOtherFaults(error, request, source, options);
  }
  if (outcome.kind === "solved") return outcome;
  // Loaded lazily, since most requests have an answer.
  const { failureOf } = await import("./explain-failure.ts");
  return { kind: "unsolvable", ...(await failureOf(outcome.session, outcome.proof, source)) };
}

/**
 * Completes the error about unknown mods: if the other mods do not fit together either, it explains that too, with
 * remedies for both.
 */
async function withOtherFaults(
  error: FactorioLockError,
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions,
): Promise<FactorioLockError> {
  const names = unknownIn(error);
  if (names.length === 0) return error;
  const rest = await solve(applyChange(request, { kind: "remove", names }), source, options);
  if (rest.kind === "solved") return error;
  return error.withDetails({
    causes: [sentence(rest.answer), ...rest.causes],
    explanation: rest.explanation.lines,
    remedies: withoutThem(names, rest.remedies),
  });
}
