import { releaseChanged } from "./answer/release-changed.ts";
import type { Selection } from "./answer/selection.ts";
import { noSolution } from "./failure.ts";
import type { ModInfoSource, ResolveRequest } from "./request/request.ts";
import type { SolveOptions } from "./search/turns.ts";
import { solve } from "./solve.ts";

/**
 * Picks one release of each mod that is needed. Source: docs/rules.md; docs/solver.md.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, NO_SOLUTION (with explanation and suggestions), TOO_HARD, RELEASE_CHANGED,
 *   USAGE if the installed game is of another line than the request's, and whatever `source.get` throws.
 */
export async function resolve(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Selection> {
  const solved = await solve(request, source, options);
  if (solved.kind !== "solved") throw noSolution(solved);
  const { selection } = solved;
  if (selection.changed.length > 0) throw releaseChanged(selection.changed);
  return selection;
}
