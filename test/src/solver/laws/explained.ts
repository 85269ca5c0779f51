import { expect } from "vitest";
import { solve } from "../ask.ts";
import { sourceOf } from "../case.ts";
import { factsAreUnsatisfiable, untruth } from "../facts.ts";
import { outcomeOf, suggestionsOf, verdictOf } from "../outcome.ts";
import { encode } from "../sat.ts";
import { type Law } from "../subject.ts";
import { applySuggestion } from "../suggestion.ts";
import { worldOf } from "../world.ts";

/** Laws on the explanation of a request without an answer: R13. */
export const EXPLANATION_LAWS: Readonly<Record<string, Law>> = {
  "an explanation's facts are true and alone have no solution (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    const solved = await solve(given.request, sourceOf(given.registry));
    if (solved.kind !== "unsolvable") throw new Error("solve and resolve disagree");
    for (const fact of solved.explanation.facts) expect(untruth(given, fact)).toBeUndefined();
    expect(factsAreUnsatisfiable(given, solved.explanation)).toBe(true);
    expect(outcome.error.explanation).toEqual(solved.explanation.lines);
    expect(outcome.error.explanation.length).toBeGreaterThan(0);
    for (const line of outcome.error.explanation) expect(line).toMatch(/\S/);
  },

  "no fact of an explanation can be left out (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    const solved = await solve(given.request, sourceOf(given.registry));
    if (solved.kind !== "unsolvable") throw new Error("solve and resolve disagree");
    const { facts, lines } = solved.explanation;
    for (const fact of facts) {
      const others = facts.filter((other) => other !== fact);
      expect(factsAreUnsatisfiable(given, { facts: others, lines }), fact.text).toBe(false);
    }
  },

  "each suggestion solves (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    for (const command of suggestionsOf(outcome.error)) {
      const repaired = applySuggestion(given, command);
      expect(verdictOf(await outcomeOf(repaired)), command).toBe("solved");
      expect(encode(worldOf(repaired)).answer(), command).toBeDefined();
    }
  },
};
