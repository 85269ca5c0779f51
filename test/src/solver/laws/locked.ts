import type { ModInfo, Selection } from "@factorio-lock/core";
import { expect } from "vitest";
import { neededPart } from "../answer.ts";
import { improvement, keptLock, replaced } from "../best.ts";
import { allAnswers, bestAnswers } from "../brute.ts";
import { type Case, type Registry } from "../case.ts";
import { preferencesOf } from "../oracles.ts";
import { asLocked, inShort, outcomeInShort, outcomeOf, versionsOf, withRequest } from "../outcome.ts";
import { versionOf } from "../rules/candidates.ts";
import { encode } from "../sat.ts";
import { type Law } from "../subject.ts";
import { violations } from "../validity.ts";
import { worldOf } from "../world.ts";

/** Whether the lockfile has a release that the registry does not. */
function hasWithdrawn({ request, registry }: Case): boolean {
  return [...(request.locked ?? [])].some(([name, release]) => !registry.get(name)?.releases.includes(release));
}

/** The warnings about recommended mods that were left out. */
function leftOut({ warnings }: Selection): string[] {
  return warnings.flatMap(({ code, message }) => (code === "RECOMMENDED_SKIPPED" ? [message] : []));
}

/** Laws on locked versions, and on updates that free them: R11, R12. */
export const LOCK_LAWS: Readonly<Record<string, Law>> = {
  "a locked release stays where only it could change (R11)": ({ given, core }) => {
    if (core.kind !== "solved") return;
    for (const { name, release } of core.selection.mods) {
      const locked = keptLock(given, name);
      if (!locked || versionOf(locked) === versionOf(release)) continue;
      const changed = replaced(core.selection, name, locked);
      expect(violations(withRequest(given, { recommended: false }), changed), `${name} leaves its lock`).not.toEqual(
        [],
      );
    }
  },

  "resolving again changes nothing (R11)": async ({ given, outcome }) => {
    if (outcome.kind !== "solved") return;
    const again = await outcomeOf(withRequest(given, { locked: asLocked(outcome.selection) }, "update"));
    expect(outcomeInShort(again)).toBe(inShort(outcome.selection));
    // A release that only the lockfile had is no longer there to be spoken of.
    if (again.kind !== "solved" || hasWithdrawn(given)) return;
    expect(leftOut(again.selection)).toEqual(leftOut(outcome.selection));
  },

  "news on the portal do not move what is locked (R11)": async ({ given, core }) => {
    if (core.kind !== "solved") return;
    const registry: Registry = new Map([...given.registry].map(([name, info]) => [name, withNews(info, given)]));
    const request = { ...given.request, recommended: false, locked: asLocked(core.selection) };
    const again = await outcomeOf(withRequest({ request, registry }, {}, "update"));
    expect(outcomeInShort(again)).toBe(inShort(core.selection));
  },

  "freeing every lock resolves like no lock (R11)": async ({ given }) => {
    if (hasWithdrawn(given)) return;
    const freed = await outcomeOf(withRequest(given, { update: "all" }));
    const fresh = await outcomeOf(withRequest(given, {}, "locked", "update"));
    expect(outcomeInShort(freed)).toBe(outcomeInShort(fresh));
  },

  "updating one mod decides it first (R11)": async ({ given, core }) => {
    if (core.kind !== "solved") return;
    const relocked = withRequest(given, { locked: asLocked(core.selection), recommended: false });
    const world = worldOf(relocked);
    const sat = encode(world);
    for (const { name } of core.selection.mods) {
      const one = withRequest(relocked, { update: [name] });
      const updated = await outcomeOf(one);
      if (updated.kind !== "solved") throw new Error(outcomeInShort(updated));
      if (given.request.requirements.has(name)) {
        expect(improvement(one, world, sat, updated.selection), `update ${name}`).toBeUndefined();
        continue;
      }
      const options = [...(world.options.get(name) ?? [])].reverse();
      const forced = allAnswers({ ...world, roots: new Map([...world.roots, [name, options]]) }) ?? [];
      const best = bestAnswers(forced, [{ name, options }, ...preferencesOf(one, world)]);
      const isNeeded = best.every((answer) => neededPart(answer, world.roots.keys()).has(name));
      if (isNeeded) expect(versionsOf(updated.selection).get(name), `update ${name}`).toBe(best[0]?.get(name)?.packed);
    }
  },

  "a locked release that the portal dropped is reported when it is chosen (R12)": ({ given, outcome }) => {
    if (outcome.kind !== "solved") return;
    const gone = outcome.selection.mods
      .filter(({ name, release }) => {
        if (given.request.requirements.get(name)?.kind === "path") return false;
        const listed = given.registry.get(name)?.releases ?? [];
        return !listed.some((other) => versionOf(other) === versionOf(release));
      })
      .map(({ name }) => name);
    const withdrawn = outcome.selection.warnings.filter(({ code }) => code === "RELEASE_WITHDRAWN");
    expect(withdrawn.map(({ mod }) => mod ?? "").sort()).toEqual(gone.sort());
  },
};

/** The mod with one release more, newer than all and without needs. */
function withNews(info: ModInfo, { request }: Case): ModInfo {
  const [first] = info.releases;
  const version = { text: "9.0.0", packed: 9 * 2 ** 32 };
  const line = `${request.game.line.major}.${request.game.line.minor}`;
  return first
    ? { ...info, releases: [...info.releases, { ...first, version, factorioVersion: line, dependencies: [] }] }
    : info;
}
