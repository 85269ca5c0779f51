import { attempt } from "./attempt.ts";
import { explain } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import type { ModInfoSource, ResolveRequest } from "./request.ts";
import type { Selection } from "./selection.ts";
import type { SolveOptions } from "./session.ts";
import { suggest } from "./suggest/suggest.ts";

/** What became of a request. */
export type Solved =
  | { readonly kind: "solved"; readonly selection: Selection }
  | {
      readonly kind: "unsolvable";
      readonly explanation: Explanation;
      /** Complete shell commands, each of which was checked to leave a request that solves. */
      readonly suggestions: readonly string[];
    };

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
  const { explanation, core } = explain(outcome.session, outcome.proof);
  const suggestions = await suggest(outcome.session, core, source, options);
  return { kind: "unsolvable", explanation, suggestions };
}
