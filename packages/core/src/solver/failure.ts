import { FactorioLockError } from "../error.ts";
import { listOf } from "../text/list-of.ts";
import type { Explanation } from "./explain/explanation.ts";
import type { Change } from "./request/change.ts";

/** Why a request has no answer, and what to do. Source: docs/rules.md, R13. */
export interface Failure {
  /** Which mods cannot be installed, as a clause. */
  readonly answer: string;
  /** A sentence for each cause, with all mods of the manifest that it affects. */
  readonly causes: readonly string[];
  readonly explanation: Explanation;
  /** Changes to the manifest. Each list, applied as a whole, was checked to make the request solvable. */
  readonly remedies: readonly (readonly Change[])[];
  /** The mods that the command line keeps out although others need them. */
  readonly needed: readonly string[];
  /** The manifest's mods that need one of those. */
  readonly neededBy: readonly string[];
  /** Whether the smallest changes were proved to be the smallest. */
  readonly exact: boolean;
}

/** The most dependent mods that a message names. */
const MOST_NEEDERS = 5;

/** Converts a failure to the error that a user sees. */
export function noSolution(failure: Failure): FactorioLockError {
  const { answer, causes, explanation, remedies, needed, neededBy, exact } = failure;
  const needers = neededBy.length > 0 ? someOf(neededBy) : "other mods of your mods.yaml";
  const need = neededBy.length === 1 ? "needs" : "need";
  const message =
    needed.length > 0
      ? `${listOf(needed)} cannot be left out: ${needers} ${need} ${needed.length > 1 ? "them" : "it"}`
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

function someOf(names: readonly string[]): string {
  if (names.length <= MOST_NEEDERS) return listOf(names);
  const named = names.slice(0, MOST_NEEDERS - 1);
  return `${named.join(", ")} and ${names.length - named.length} other mods of your mods.yaml`;
}
