import { FactorioLockError } from "../error.ts";
import { listOf } from "../text/list-of.ts";
import type { Explanation } from "./explain/explanation.ts";
import type { Change } from "./suggest/change.ts";

/** Why a request has no answer, and what to do. Source: contract R13. */
export interface Failure {
  /** The mods that cannot be installed: a clause. */
  readonly answer: string;
  /** A sentence for each cause, with all of the manifest that hangs on it. */
  readonly causes: readonly string[];
  readonly explanation: Explanation;
  /** Changes of the manifest; each list of them, carried out together, was seen to leave a request that solves. */
  readonly remedies: readonly (readonly Change[])[];
  /** The mods that the command line keeps out, without which the others cannot be. */
  readonly needed: readonly string[];
  /** Whether the smallest changes are proved to be the smallest. */
  readonly exact: boolean;
}

/** A failure as the error that a user sees. */
export function noSolution({ answer, causes, explanation, remedies, needed, exact }: Failure): FactorioLockError {
  const message =
    needed.length > 0
      ? `${listOf(needed, "and")} cannot be left out: other mods of your mods.yaml need ${needed.length > 1 ? "them" : "it"}`
      : answer;
  return new FactorioLockError("NO_SOLUTION", `${message}.`, {
    causes,
    explanation: explanation.lines,
    remedies,
    ...(exact ? {} : { exact }),
    hint:
      remedies.length > 0
        ? "any of the suggested changes will fix it (each was tried)."
        : "change what your mods.yaml asks for: no single change was found that helps.",
  });
}
