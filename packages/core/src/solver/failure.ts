import { FactorioLockError } from "../error.ts";
import { explain } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import { knotOf } from "./explain/knot.ts";
import type { Incompatibility } from "./incompatibility.ts";
import type { ModInfoSource } from "./request.ts";
import type { Session } from "./session.ts";
import { whyRemoved } from "./suggest/removal.ts";
import { suggest } from "./suggest/suggest.ts";

/** Why a request has no answer, and what to do. Source: contract R13. */
export interface Failure {
  readonly explanation: Explanation;
  /** Complete shell commands, each of which was checked to leave a request that solves. */
  readonly suggestions: readonly string[];
}

/** Makes a failure of the derivation that a search ended with. */
export async function failureOf(session: Session, proof: Incompatibility, source: ModInfoSource): Promise<Failure> {
  const knot = await knotOf(session, proof);
  const { commands, removal } = await suggest(knot, source);
  return { explanation: explain(knot, removal ? whyRemoved(removal, knot) : []), suggestions: commands };
}

/** A failure as the error that a user sees. */
export function noSolution({ explanation, suggestions }: Failure): FactorioLockError {
  return new FactorioLockError("NO_SOLUTION", "no releases of the mods in your mods.yaml fit together", {
    explanation: explanation.lines,
    suggestions,
    hint:
      suggestions.length > 0
        ? "each of the suggested commands was checked to help"
        : "change what your mods.yaml asks for: no single change that helps was found",
  });
}
