import type { Incompatibility } from "../facts/incompatibility.ts";

/** Whether a derivation has more than `most` conclusions, or so many that its steps were discarded. */
export function isLonger(proof: Incompatibility, most: number): boolean {
  const seen = new Set([proof]);
  for (const { cause } of seen) {
    if (cause.kind === "summary" || seen.size > most) return true;
    if (cause.kind !== "learned") continue;
    for (const premise of [cause.first, ...cause.steps.map((step) => step.with)]) {
      if (premise.cause.kind === "learned" || premise.cause.kind === "summary") seen.add(premise);
    }
  }
  return false;
}
