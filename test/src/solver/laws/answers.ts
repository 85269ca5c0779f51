import type { Selection } from "@factorio-lock/core";
import { expect } from "vitest";
import { improvement, raisable } from "../best.ts";
import { allAnswers, bestAnswers } from "../brute.ts";
import { preferencesOf } from "../oracles.ts";
import { inShort, outcomeInShort, outcomeOf, presentOf, verdictOf, versionsOf, withRequest } from "../outcome.ts";
import { stringsOf, versionOf } from "../rules/candidates.ts";
import { demands, isClear, readEntry } from "../rules/entry.ts";
import { SHIPPED } from "../rules/shipped.ts";
import { type Law, updatesBeyondManifest } from "../subject.ts";
import { violations } from "../validity.ts";
import { type Option, unknownMods } from "../world.ts";

/** Laws that hold for every answer: R1–R7, R9, R10. */
export const ANSWER_LAWS: Readonly<Record<string, Law>> = {
  "the verdict equals SAT's (R9)": ({ given, sat, outcome, core }) => {
    const expected = unknownMods(given).length > 0 ? "MOD_NOT_FOUND" : sat.answer() ? "solved" : "NO_SOLUTION";
    expect(verdictOf(outcome)).toBe(expected);
    expect(verdictOf(core)).toBe(expected);
  },

  "the verdict and the best versions equal brute force's (R9, R10, R11)": ({ given, world, core }) => {
    if (unknownMods(given).length > 0) return;
    const answers = allAnswers(world);
    if (!answers) return;
    if (updatesBeyondManifest(given)) return;
    expect(verdictOf(core)).toBe(answers.length > 0 ? "solved" : "NO_SOLUTION");
    if (core.kind !== "solved") return;
    const [best] = bestAnswers(answers, preferencesOf(given, world));
    for (const name of world.roots.keys()) {
      if (!SHIPPED.has(name)) {
        expect(`${name} ${versionsOf(core.selection).get(name)}`).toBe(`${name} ${best?.get(name)?.packed}`);
      }
    }
    const chosen = inShort(core.selection).split(", ").length;
    expect(answers.some((answer) => answer.size === chosen && sameVersions(core.selection, answer))).toBe(true);
  },

  "an answer is valid and holds nothing unneeded (R1–R8, R10)": ({ given, outcome, core }) => {
    if (outcome.kind === "solved") expect(violations(given, outcome.selection)).toEqual([]);
    if (core.kind === "solved") {
      expect(violations(withRequest(given, { recommended: false }), core.selection)).toEqual([]);
    }
  },

  "each of the manifest's mods is the best that the earlier ones allow (R10, R11)": ({ given, world, sat, core }) => {
    if (core.kind !== "solved" || updatesBeyondManifest(given)) return;
    expect(improvement(given, world, sat, core.selection)).toBeUndefined();
  },

  "no single mod can be raised (R10)": ({ given, outcome, core }) => {
    for (const [one, recommended] of [
      [outcome, given.request.recommended !== false],
      [core, false],
    ] as const) {
      if (one.kind === "solved") expect(raisable(withRequest(given, { recommended }), one.selection)).toEqual([]);
    }
  },

  "an answer written into the manifest resolves to itself (R9)": async ({ given, core }) => {
    if (core.kind !== "solved") return;
    const exact = core.selection.mods
      .filter(({ name }) => given.request.requirements.get(name)?.kind !== "path")
      .map(({ name, release: { version } }) => {
        const versions = [{ low: version.packed, high: version.packed }];
        return [name, { kind: "range", range: { text: version.text, versions } }] as const;
      });
    const requirements = new Map([...given.request.requirements, ...exact]);
    const again = await outcomeOf(withRequest(given, { requirements, recommended: false }));
    expect(outcomeInShort(again)).toBe(inShort(core.selection));
  },

  "what is held back is below its newest, and so is whatever is below it without a lock": ({
    given,
    world,
    outcome,
  }) => {
    if (outcome.kind !== "solved") return;
    const { heldBack } = outcome.selection;
    const chosen = versionsOf(outcome.selection);
    const newest = (name: string) => Math.max(...(world.roots.get(name) ?? []).map(({ packed }) => packed));
    for (const { name, version, newest: above, by } of heldBack) {
      expect([name, version.packed, above.packed]).toEqual([name, chosen.get(name), newest(name)]);
      expect(above.packed).toBeGreaterThan(version.packed);
      // Of those that are not there, it may need one of which there is no such release.
      const needs = world.roots.get(name)?.find(({ packed }) => packed === above.packed)?.dependencies ?? [];
      const known = [...presentOf(outcome.selection).keys(), ...needs.map((entry) => entry.name)];
      for (const blocker of by) expect(known, name).toContain(blocker);
      expect(by).not.toContain(name);
    }
    if (given.request.locked) return;
    const below = [...given.request.requirements].flatMap(([name, { kind }]) => {
      return kind === "range" && (chosen.get(name) ?? Number.POSITIVE_INFINITY) < newest(name) ? [name] : [];
    });
    expect(heldBack.map(({ name }) => name)).toEqual(below.sort());
  },

  "minimumFactorio is the highest lower end on a builtin (R4)": ({ outcome }) => {
    if (outcome.kind !== "solved") return;
    const read = outcome.selection.mods.flatMap(({ release }) => stringsOf(release)).map(readEntry);
    const ends = read.flatMap((entry): number[] => {
      if (!isClear(entry) || !demands(entry) || !SHIPPED.has(entry.name)) return [];
      return entry.bound && [">=", "=", ">"].includes(entry.bound.operator) ? [entry.bound.version] : [];
    });
    const { minimumFactorio } = outcome.selection;
    expect(minimumFactorio && versionOf({ version: minimumFactorio })).toBe(ends.sort((a, b) => a - b).at(-1));
  },
};

function sameVersions(selection: Selection, answer: ReadonlyMap<string, Option>): boolean {
  return selection.mods.every(({ name, release }) => answer.get(name)?.packed === release.version.packed);
}
