import { FactorioLockError } from "../error.ts";
import type { ModInfoSource, ResolveRequest } from "./request.ts";
import type { Selection } from "./selection.ts";
import type { SolveOptions } from "./session.ts";
import { solve } from "./solve.ts";

/**
 * Picks one release of every mod that is needed. Source: contract section 4, docs/solver.md.
 *
 * @throws FactorioLockError MOD_NOT_FOUND, NO_SOLUTION (with explanation and suggestions), TOO_HARD, and whatever
 * `source.get` throws.
 */
export async function resolve(
  request: ResolveRequest,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<Selection> {
  const solved = await solve(request, source, options);
  if (solved.kind === "solved") return solved.selection;
  const { explanation, suggestions } = solved;
  throw new FactorioLockError("NO_SOLUTION", "no releases of the mods in your mods.yaml fit together", {
    explanation: explanation.lines,
    suggestions,
    hint:
      suggestions.length > 0
        ? "each of the suggested commands was checked to help"
        : "change what your mods.yaml asks for: no single change that helps was found",
  });
}
