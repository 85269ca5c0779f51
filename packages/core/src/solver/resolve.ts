import { FactorioLockError } from "../error.ts";
import type { ModInfoSource, ResolveRequest } from "./request.ts";
import type { Selection } from "./selection.ts";
import { type SolveOptions, solve } from "./solve.ts";

/**
 * Picks one release of every mod that is needed. Source: contract section 4, docs/solver.md.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, NO_SOLUTION, TOO_HARD, and whatever `source.get` throws.
 */
export async function resolve(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Selection> {
  const solved = await solve(request, source, options);
  if (solved.kind === "solved") return solved.selection;
  throw new FactorioLockError("NO_SOLUTION", "these mods do not fit together");
}
