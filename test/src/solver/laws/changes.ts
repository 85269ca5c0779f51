import type { ModInfo, Release } from "@factorio-lock/core";
import { expect } from "vitest";
import { manifestPreferences } from "../answer.ts";
import { allAnswers } from "../brute.ts";
import { type Case, type Registry, sourceOf } from "../case.ts";
import { mirrored } from "../mirrored.ts";
import {
  type Outcome,
  outcomeInShort,
  outcomeOf,
  plainOutcomeOf,
  verdictOf,
  versionsOf,
  withRequest,
} from "../outcome.ts";
import { SHIPPED } from "../rules/shipped.ts";
import { type Law } from "../subject.ts";
import { violations } from "../validity.ts";
import { unknownMods } from "../world.ts";

/** Changes of a case that must not change its answer or its verdict: R9–R11. */
export const CHANGE_LAWS: Readonly<Record<string, Law>> = {
  "oldest first has the same verdict (R9)": async ({ given, world, core }) => {
    if (unknownMods(given).length > 0) return;
    const turned = withRequest(mirrored(given), { recommended: false });
    const other = await outcomeOf(turned);
    expect(verdictOf(other)).toBe(verdictOf(core));
    if (other.kind !== "solved") return;
    expect(violations(turned, other.selection)).toEqual([]);
    if (given.request.locked) return;
    const [first] = manifestPreferences(world).filter(({ name }) => !SHIPPED.has(name));
    const answers = first && allAnswers(world);
    if (!answers) return;
    const oldest = [...first.options]
      .reverse()
      .find((option) => answers.some((answer) => answer.get(first.name) === option));
    const chosen = versionsOf(other.selection).get(first.name);
    expect(chosen).toBe(65_535 * (2 ** 32 + 2 ** 16 + 1) - (oldest?.packed ?? Number.NaN));
  },

  "dropping a dependency never breaks (R9)": async ({ given, core }) => {
    if (core.kind !== "solved") return;
    for (const { name, release } of core.selection.mods) {
      const { dependencies } = release;
      if (!dependencies || dependencies.length === 0 || !given.registry.get(name)?.releases.includes(release)) continue;
      for (const [at, dropped] of dependencies.entries()) {
        const lighter = { ...release, dependencies: dependencies.toSpliced(at, 1) };
        const less = {
          ...given,
          registry: withReleases(given.registry, name, (one) => (one === release ? lighter : one)),
        };
        expect(verdictOf(await outcomeOf(less)), `${name} without "${dropped}"`).toBe("solved");
      }
    }
  },

  "dropping an unchosen release changes nothing about solvability (R9, R10)": async ({ given, core }) => {
    const unlocked = withRequest(given, { recommended: false }, "locked", "update");
    const before = given.request.locked ? await outcomeOf(unlocked) : core;
    if (before.kind !== "solved") return;
    const chosen = new Set(before.selection.mods.map(({ release }) => release));
    for (const [name, { releases }] of given.registry) {
      const unchosen = releases.find((release) => !chosen.has(release));
      if (!unchosen) continue;
      const registry = withReleases(given.registry, name, (one) => (one === unchosen ? undefined : one));
      const after = await outcomeOf({ ...unlocked, registry });
      if (after.kind !== "solved")
        throw new Error(`without ${name} ${unchosen.version.text}: ${outcomeInShort(after)}`);
      for (const [mod, { kind }] of given.request.requirements) {
        if (kind === "refused") continue;
        expect(`${mod} ${versionsOf(after.selection).get(mod)}`).toBe(
          `${mod} ${versionsOf(before.selection).get(mod)}`,
        );
      }
    }
  },

  "the order and timing of the portal's answers change nothing (R11)": async ({ given, outcome }) => {
    const shuffled: Case = {
      request: { ...given.request, requirements: new Map([...given.request.requirements].reverse()) },
      registry: new Map(
        [...given.registry]
          .reverse()
          .map(([name, info]) => [name, { ...info, releases: [...info.releases].reverse() }]),
      ),
    };
    for (const seed of [3, 8]) {
      expectSame(await outcomeOf(shuffled, sourceOf(shuffled.registry), { seed }), outcome);
    }
  },

  "a plain call, without a signal and without asking ahead, has the same answer": async ({ given, outcome }) =>
    expectSame(await plainOutcomeOf(given), outcome),
};

/** Two outcomes are the same to whoever reads them. */
function expectSame(other: Outcome, outcome: Outcome): void {
  expect(outcomeInShort(other)).toBe(outcomeInShort(outcome));
  if (other.kind === "refused" && outcome.kind === "refused") {
    expect(other.error.explanation).toEqual(outcome.error.explanation);
    expect(other.error.remedies).toEqual(outcome.error.remedies);
  }
  if (other.kind === "solved" && outcome.kind === "solved") {
    expect(other.selection.warnings).toEqual(outcome.selection.warnings);
  }
}

function withReleases(registry: Registry, name: string, change: (release: Release) => Release | undefined): Registry {
  const info = registry.get(name) as ModInfo;
  const releases = info.releases.map(change).filter((release) => release !== undefined);
  return new Map([...registry, [name, { ...info, releases }]]);
}
