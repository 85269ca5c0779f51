import { expect } from "vitest";
import { solve } from "../ask.ts";
import { sourceOf } from "../case.ts";
import { factsAreUnsatisfiable, untruth } from "../facts.ts";
import { outcomeOf, suggestionsOf, verdictOf, withRequest } from "../outcome.ts";
import { hidesReleases } from "../path-copies.ts";
import { encode } from "../sat.ts";
import { culpritsOf, statementsOf } from "../statements.ts";
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

  "what cannot be had even alone is named in the answer and in a cause (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    if (given.request.requirements.get("base")?.kind === "refused") return;
    const { message, causes } = outcome.error;
    for (const name of culpritsOf(statementsOf(given))) {
      if (!message.startsWith("none of the ")) expect(wordsOf(message)).toContain(name);
      expect(causes.flatMap(wordsOf)).toContain(name);
    }
    expect(causes.length).toBeGreaterThan(0);
  },

  "one suggestion keeps the game and leaves out a smallest set (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    if (given.request.requirements.get("base")?.kind === "refused" || hidesReleases(given)) return;
    const { sat, whole } = statementsOf(given);
    const [fewest = []] = sat.fewestDropped([whole]);
    if (fewest.length === whole.length) return;
    const sizes = outcome.error.remedies
      .filter((changes) => changes.every(({ kind }) => kind === "remove"))
      .map((changes) => changes.flatMap((change) => (change.kind === "remove" ? change.names : [])).length);
    expect(Math.min(...sizes)).toBe(fewest.length);
    expect(outcome.error.exact).toBeUndefined();
  },

  "no mod is left out where loosening does (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    const { requirements } = given.request;
    if ([...requirements.values()].some(({ kind }) => kind === "refused") || hidesReleases(given)) return;
    const { sat, asked, pins, ranges } = statementsOf(withRequest(given, { expansion: true }));
    const [removed = [], dropped = [], widened = []] = sat.fewestDropped([asked, pins, ranges]);
    if (removed.length > 0) return;
    const least = outcome.error.remedies.filter((changes) =>
      changes.every(({ kind }) => kind === "range" || kind === "expansion"),
    );
    const loosened = least.map((changes) => changes.filter(({ kind }) => kind === "range").length);
    // Without the expansion more may have to be loosened.
    expect(Math.min(...loosened)).toBeLessThanOrEqual(
      given.request.expansion ? dropped.length + widened.length : requirements.size,
    );
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

/** The words of a sentence, without what ends them. */
function wordsOf(sentence: string): string[] {
  return sentence.split(/[\s,;:]+/).map((word) => word.replace(/\.$/, ""));
}
