import type { Selection } from "@factorio-lock/core";
import { describe, expect, it, test } from "vitest";
import { solve } from "./ask.ts";
import { type Case, sourceOf } from "./case.ts";
import { factsAreUnsatisfiable } from "./facts.ts";
import { readCase } from "./notation.ts";
import { inShort, outcomeInShort, outcomeOf, suggestionsOf } from "./outcome.ts";
import { readScenarios, type Scenario } from "./scenarios.ts";
import { applySuggestion } from "./suggestion.ts";
import { violations } from "./validity.ts";

const SCENARIOS = readScenarios();
const ALL = SCENARIOS.flatMap(([, scenarios]) => scenarios);

describe.each(SCENARIOS)("scenarios: %s", (_theme, scenarios) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (_name, scenario) => {
    const given = readCase(scenario);
    const outcome = await outcomeOf(given);
    if (scenario.fails !== undefined) return await expectFailure(scenario, given);
    if (outcome.kind === "refused") throw new Error(outcomeInShort(outcome), { cause: outcome.error });
    expect(sorted(inShort(outcome.selection))).toEqual(sorted(`base, ${scenario.answer}`));
    expect(violations(given, outcome.selection)).toEqual([]);
    expectWarnings(scenario, outcome.selection);
    if (scenario.minimum !== undefined) expect(outcome.selection.minimumFactorio?.text ?? null).toBe(scenario.minimum);
  });
});

it("the scenarios cover every rule, each says why it is hard, and no two share a name", () => {
  const rules = new Set(ALL.flatMap((scenario) => scenario.rules));
  for (let rule = 1; rule <= 14; rule++) expect(rules, `R${rule}`).toContain(`R${rule}`);
  for (let row = 1; row <= 12; row++) expect(rules, `8.3.${row}`).toContain(`8.3.${row}`);
  for (const { name, why } of ALL) expect(why.length, name).toBeGreaterThan(30);
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  expect(ALL.length).toBeGreaterThanOrEqual(120);
});

async function expectFailure(scenario: Scenario, given: Case): Promise<void> {
  const outcome = await outcomeOf(given);
  if (outcome.kind === "solved") throw new Error(`solved: ${inShort(outcome.selection)}`);
  const { code, message, explanation, hint } = outcome.error;
  const suggestions = suggestionsOf(outcome.error);
  expect(code).toBe(scenario.fails);
  const reported = [message, ...explanation].join("\n");
  for (const words of scenario.says ?? []) expect(reported).toContain(words);
  for (const words of scenario.silent ?? []) expect(`${reported}\n${hint}`).not.toContain(words);
  for (const command of scenario.suggests ?? []) expect(suggestions).toContain(command);
  for (const command of suggestions) {
    const repaired = await outcomeOf(applySuggestion(given, command));
    expect(repaired.kind, `${command}: ${outcomeInShort(repaired)}`).toBe("solved");
  }
  if (code !== "NO_SOLUTION") return;
  const solved = await solve(given.request, sourceOf(given.registry));
  if (solved.kind === "unsolvable") expect(factsAreUnsatisfiable(given, solved.explanation)).toBe(true);
}

function expectWarnings({ warns = [] }: Scenario, { warnings }: Selection): void {
  if (warns === "any") return;
  const reported = warnings.map(({ code, mod }) => `${code} ${mod}`);
  for (const expected of warns) {
    expect(
      reported.some((warning) => warning === expected || warning.endsWith(` ${expected}`)),
      expected,
    ).toBe(true);
  }
  for (const warning of reported) {
    expect(
      warns.some((expected) => warning === expected || warning.endsWith(` ${expected}`)),
      warning,
    ).toBe(true);
  }
}

function sorted(list: string): string[] {
  return list
    .split(/,\s*/)
    .filter((entry) => entry !== "")
    .sort();
}
