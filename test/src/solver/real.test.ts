import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasRealData, readRealLists } from "../real-lists/real-list.ts";
import { solve } from "./ask.ts";
import { improvement, raisable } from "./best.ts";
import { sourceOf } from "./case.ts";
import { factsAreUnsatisfiable, untruth } from "./facts.ts";
import { newestOfEverything } from "./newest.ts";
import { inShort, outcomeOf, suggestionsOf, withRequest } from "./outcome.ts";
import { caseOfList, readRealRegistry } from "./real.ts";
import { encode } from "./sat.ts";
import { applySuggestion } from "./suggestion.ts";
import { violations } from "./validity.ts";
import { worldOf } from "./world.ts";

/** Where the explanations of the unsolvable lists are written, when a folder is named. */
const EXPLANATIONS = process.env["EXPLANATIONS"];

/** Every fourth of the 169 lists in the usual run: SAT takes a second for each. All of them in `pnpm test:long`. */
const STEP = process.env["LONG"] || EXPLANATIONS ? 1 : 8;

test.skipIf(!hasRealData)(
  "real mod lists against SAT (skipped where ../shared/data is absent)",
  async () => {
    const registry = readRealRegistry();
    const lists = readRealLists().filter((_, at) => at % STEP === 0);
    const counts = { lists: lists.length, solved: 0, unsolvable: 0, newestFails: 0, needSearch: 0, suggestions: 0 };
    for (const list of lists) {
      const given = withRequest(caseOfList(list, registry), { recommended: false });
      const world = worldOf(given);
      const sat = encode(world);
      const outcome = await outcomeOf(given);
      const newest = newestOfEverything(world);
      if (!newest) counts.newestFails++;
      expect
        .soft(outcome.kind, `${list.id}: ${outcome.kind === "refused" ? outcome.error.message : ""}`)
        .toBe(sat.answer() ? "solved" : "refused");
      if (outcome.kind === "solved") {
        counts.solved++;
        if (!newest) counts.needSearch++;
        expect.soft(violations(given, outcome.selection), list.id).toEqual([]);
        expect.soft(improvement(given, world, sat, outcome.selection), list.id).toBeUndefined();
        expect.soft(raisable(given, outcome.selection), list.id).toEqual([]);
        const withRecommended = await outcomeOf(caseOfList(list, registry));
        if (withRecommended.kind !== "solved") throw new Error(`${list.id}: recommended mods break it`);
        expect.soft(violations(caseOfList(list, registry), withRecommended.selection), list.id).toEqual([]);
        const locked = new Map(outcome.selection.mods.map(({ name, release }) => [name, release]));
        const again = await outcomeOf(withRequest(given, { locked }));
        expect.soft(again.kind === "solved" && inShort(again.selection), list.id).toBe(inShort(outcome.selection));
        continue;
      }
      counts.unsolvable++;
      expect.soft(outcome.error.code, list.id).toBe("NO_SOLUTION");
      const solved = await solve(given.request, sourceOf(registry));
      if (solved.kind === "unsolvable") {
        expect.soft(factsAreUnsatisfiable(given, solved.explanation), `${list.id}: the facts alone`).toBe(true);
        for (const fact of solved.explanation.facts) expect.soft(untruth(given, fact), list.id).toBeUndefined();
      }
      for (const command of suggestionsOf(outcome.error)) {
        counts.suggestions++;
        const repaired = await outcomeOf(applySuggestion(given, command));
        expect.soft(repaired.kind, `${list.id}: ${command}`).toBe("solved");
      }
      if (EXPLANATIONS) {
        mkdirSync(EXPLANATIONS, { recursive: true });
        const { message, hint, explanation } = outcome.error;
        const text = [
          `${list.id}, Factorio ${list.factorio}`,
          "",
          message,
          "",
          ...explanation,
          "",
          `hint: ${hint}`,
          ...suggestionsOf(outcome.error),
        ];
        writeFileSync(`${EXPLANATIONS}/${list.id}.txt`, `${text.join("\n")}\n`);
      }
    }
    console.log(counts);
    expect(counts.solved).toBeGreaterThan(0);
    expect(counts.unsolvable).toBeGreaterThan(0);
    expect(counts.newestFails).toBeGreaterThan(lists.length / 4);
  },
  600_000,
);
