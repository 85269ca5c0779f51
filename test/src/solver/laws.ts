import {
  BUILTIN_NAMES,
  compareVersions,
  dependencyStrings,
  isDemand,
  isUnreadable,
  type ModInfo,
  parseDependency,
  type Release,
  type Selection,
  solve,
  type Version,
} from "@factorio-lock/core";
import { expect } from "vitest";
import { manifestPreferences, neededPart } from "./answer.ts";
import { allAnswers, bestAnswers } from "./brute.ts";
import { type Case, type Registry, sourceOf } from "./case.ts";
import { factsAreUnsatisfiable, untruth } from "./facts.ts";
import { mirrored } from "./mirrored.ts";
import { preferencesOf } from "./oracles.ts";
import { asLocked, inShort, type Outcome, outcomeInShort, outcomeOf, versionsOf, withRequest } from "./outcome.ts";
import { encode, type Sat } from "./sat.ts";
import { applySuggestion } from "./suggestion.ts";
import { violations } from "./validity.ts";
import { type Option, unknownMods, type World, worldOf } from "./world.ts";

/** A case with what several laws look at, worked out once. */
export interface Subject {
  readonly given: Case;
  readonly world: World;
  readonly sat: Sat;
  readonly outcome: Outcome;
  /** Without recommended mods. */
  readonly core: Outcome;
}

export async function subjectOf(given: Case): Promise<Subject> {
  const world = worldOf(given);
  const core = withRequest(given, { recommended: false });
  return { given, world, sat: encode(world), outcome: await outcomeOf(given), core: await outcomeOf(core) };
}

/** A law: throws where the subject breaks it. Each stands for a sentence of contract section 4. */
export type Law = (subject: Subject) => void | Promise<void>;

export const LAWS: Readonly<Record<string, Law>> = {
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
      if (!BUILTIN_NAMES.includes(name)) {
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

  "a locked release stays where only it could change (R11)": ({ given, core }) => {
    if (core.kind !== "solved") return;
    for (const { name, release } of core.selection.mods) {
      const locked = keptLock(given, name);
      if (!locked || compareVersions(locked.version, release.version) === 0) continue;
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
  },

  "news on the portal do not move what is locked (R11)": async ({ given, core }) => {
    if (core.kind !== "solved") return;
    const registry: Registry = new Map([...given.registry].map(([name, info]) => [name, withNews(info, given)]));
    const request = { ...given.request, recommended: false, locked: asLocked(core.selection) };
    const again = await outcomeOf(withRequest({ request, registry }, {}, "update"));
    expect(outcomeInShort(again)).toBe(inShort(core.selection));
  },

  "freeing every lock resolves like no lock (R11)": async ({ given }) => {
    const withdrawn = [...(given.request.locked ?? [])].filter(
      ([name, release]) => !given.registry.get(name)?.releases.includes(release),
    );
    if (withdrawn.length > 0) return;
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

  "oldest first has the same verdict (R9)": async ({ given, world, core }) => {
    if (unknownMods(given).length > 0) return;
    const turned = withRequest(mirrored(given), { recommended: false });
    const other = await outcomeOf(turned);
    expect(verdictOf(other)).toBe(verdictOf(core));
    if (other.kind !== "solved") return;
    expect(violations(turned, other.selection)).toEqual([]);
    if (given.request.locked) return;
    const [first] = manifestPreferences(world).filter(({ name }) => !BUILTIN_NAMES.includes(name));
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
      const lighter = { ...release, dependencies: dependencies.slice(1) };
      const less = {
        ...given,
        registry: withReleases(given.registry, name, (one) => (one === release ? lighter : one)),
      };
      expect(verdictOf(await outcomeOf(less)), `${name} without "${dependencies[0]}"`).toBe("solved");
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

  "a recommended mod is there wherever it fits, and nothing is lost for it (R8)": ({ given, outcome, core }) => {
    if (outcome.kind !== "solved" || core.kind !== "solved" || given.request.recommended === false) return;
    const { selection } = outcome;
    const full = presentOf(selection);
    const before = presentOf(core.selection);
    const wide = worldOf(given, true);
    for (const [name, packed] of before)
      expect(full.get(name) ?? -1, `${name} lost or older`).toBeGreaterThanOrEqual(packed);
    let sat: Sat | undefined;
    const fits = (name: string, floor: ReadonlyMap<string, number>) => {
      const wishes = [...floor].map(([mod, low]) => ({ name: mod, options: optionsFrom(wide, mod, low) }));
      const own = wide.options.get(name) ?? [];
      if (own.length === 0) return false;
      // Some mod of the new answer must still recommend it.
      return [...floor.keys()].some((mod) => {
        const options = (wide.options.get(mod) ?? []).filter((option) => recommends(option, name));
        if (options.length === 0) return false;
        sat ??= encode(wide);
        return sat.answer([...wishes, { name: mod, options }, { name, options: own }]) !== undefined;
      });
    };
    for (const name of recommendedBy(given, selection)) {
      if (full.has(name)) continue;
      expect(fits(name, full), `${name} would fit`).toBe(false);
      const told = selection.warnings.some((warning) => warning.mod === name);
      if (!BUILTIN_NAMES.includes(name)) expect(told, `a warning about ${name}`).toBe(true);
    }
    const first = recommendedBy(given, core.selection).filter((name) => !before.has(name))[0];
    if (first && !given.request.locked && fits(first, before))
      expect(full.has(first), `${first} comes first`).toBe(true);
  },

  "refused recommended mods stay out, and nothing is said of them (R8)": ({ given, outcome, core }) => {
    for (const one of [outcome, core]) {
      if (one.kind !== "solved") continue;
      const refused = [...given.request.requirements]
        .filter(([, { kind }]) => kind === "refused")
        .map(([name]) => name);
      for (const name of refused) expect(presentOf(one.selection).has(name)).toBe(false);
      const missing = one === core ? recommendedBy(given, core.selection) : refused;
      for (const name of missing) {
        const about = one.selection.warnings.filter(({ mod, code }) => mod === name && /RECOMMEND/.test(code));
        expect(about, `warnings about ${name}`).toEqual([]);
      }
    }
  },

  "minimumFactorio is the highest lower end on a builtin (R4)": ({ outcome }) => {
    if (outcome.kind !== "solved") return;
    const lowest = outcome.selection.mods.flatMap(({ release }) => dependencyStrings(release)).map(parseDependency);
    const ends = lowest.flatMap((read): Version[] => {
      if (isUnreadable(read) || !isDemand(read.kind) || !BUILTIN_NAMES.includes(read.name)) return [];
      return read.constraint && [">=", "=", ">"].includes(read.constraint.operator) ? [read.constraint.version] : [];
    });
    const highest = ends.sort(compareVersions).at(-1);
    expect(outcome.selection.minimumFactorio?.packed).toBe(highest?.packed);
  },

  "a locked release that the portal dropped is told of when it is chosen (R12)": ({ given, outcome }) => {
    if (outcome.kind !== "solved") return;
    const gone = outcome.selection.mods
      .filter(({ name, release }) => {
        if (given.request.requirements.get(name)?.kind === "path") return false;
        const listed = given.registry.get(name)?.releases ?? [];
        return !listed.some((other) => compareVersions(other.version, release.version) === 0);
      })
      .map(({ name }) => name);
    const withdrawn = outcome.selection.warnings.filter(({ code }) => code === "RELEASE_WITHDRAWN");
    expect(withdrawn.map(({ mod }) => mod ?? "").sort()).toEqual(gone.sort());
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
    const late = (name: string) => ticks((name.length * 7 + name.charCodeAt(0)) % 11);
    const early = (name: string) => ticks(11 - ((name.length * 7 + name.charCodeAt(0)) % 11));
    for (const pause of [late, early]) {
      const other = await outcomeOf(shuffled, sourceOf(shuffled.registry, pause));
      expect(outcomeInShort(other)).toBe(outcomeInShort(outcome));
      if (other.kind === "refused" && outcome.kind === "refused") {
        expect(other.error.explanation).toEqual(outcome.error.explanation);
        expect(other.error.suggestions).toEqual(outcome.error.suggestions);
      }
      if (other.kind === "solved" && outcome.kind === "solved") {
        expect(other.selection.warnings).toEqual(outcome.selection.warnings);
      }
    }
  },

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

  "each suggestion solves (R13)": async ({ given, outcome }) => {
    if (outcome.kind === "solved" || outcome.error.code !== "NO_SOLUTION") return;
    for (const command of outcome.error.suggestions) {
      const mended = applySuggestion(given, command);
      expect(verdictOf(await outcomeOf(mended)), command).toBe("solved");
      expect(encode(worldOf(mended)).answer(), command).toBeDefined();
    }
  },
};

/** Whether a mod is to be updated that the manifest does not name: then the manifest's order comes second. */
function updatesBeyondManifest({ request: { update, requirements } }: Case): boolean {
  return update !== undefined && update !== "all" && update.some((name) => !requirements.has(name));
}

function verdictOf(outcome: Outcome): string {
  return outcome.kind === "solved" ? "solved" : outcome.error.code;
}

/**
 * The first of the manifest's mods that a better answer could have better, with the earlier ones as chosen; undefined
 * when the selection is the best. Checked with one question to SAT for each mod.
 */
export function improvement(given: Case, world: World, sat: Sat, selection: Selection): string | undefined {
  const versions = presentOf(selection);
  const fixed: { name: string; options: Option[] }[] = [];
  for (const { name, options } of preferencesOf(given, world)) {
    const at = options.findIndex((option) => BUILTIN_NAMES.includes(name) || option.packed === versions.get(name));
    if (at < 0) return `${name} is not among its options`;
    const better = options.slice(0, at);
    const answer = better.length > 0 ? sat.answer([...fixed, { name, options: better }]) : undefined;
    if (answer) return `${name} could be ${answer.get(name)?.version}`;
    fixed.push({ name, options: [options[at] as Option] });
  }
  return undefined;
}

/** The mods of a selection that could be newer with the rest unchanged, unless their lock holds them. */
export function raisable(given: Case, selection: Selection): string[] {
  const found: string[] = [];
  for (const { name, release } of selection.mods) {
    const locked = keptLock(given, name);
    if (locked && compareVersions(locked.version, release.version) === 0) continue;
    for (const newer of given.registry.get(name)?.releases ?? []) {
      if (compareVersions(newer.version, release.version) <= 0) continue;
      if (violations(given, replaced(selection, name, newer)).length === 0) found.push(`${name} ${newer.version.text}`);
    }
  }
  return found;
}

/** The locked release that the request wants to keep. */
function keptLock({ request }: Case, name: string): Release | undefined {
  const freed = request.update === "all" || request.update?.includes(name);
  return freed || request.requirements.get(name)?.kind === "path" ? undefined : request.locked?.get(name);
}

function replaced(selection: Selection, name: string, release: Release): Selection {
  return { ...selection, mods: selection.mods.map((mod) => (mod.name === name ? { ...mod, release } : mod)) };
}

function withReleases(registry: Registry, name: string, change: (release: Release) => Release | undefined): Registry {
  const info = registry.get(name) as ModInfo;
  const releases = info.releases.map(change).filter((release) => release !== undefined);
  return new Map([...registry, [name, { ...info, releases }]]);
}

/** The mod with one release more, newer than all and without needs. */
function withNews(info: ModInfo, { request }: Case): ModInfo {
  const [first] = info.releases;
  const version = { text: "9.0.0", packed: 9 * 2 ** 32 };
  const line = `${request.game.line.major}.${request.game.line.minor}`;
  return first
    ? { ...info, releases: [...info.releases, { ...first, version, factorioVersion: line, dependencies: [] }] }
    : info;
}

/** Packed versions by name, builtins with 0. */
function presentOf({ mods, builtin }: Selection): Map<string, number> {
  return new Map([...builtin.map((name) => [name, 0] as const), ...versionsOf({ mods } as Selection)]);
}

function optionsFrom(world: World, name: string, low: number): Option[] {
  return (world.options.get(name) ?? []).filter(({ packed }) => packed >= low);
}

function recommendedBy({ request }: Case, { mods }: Selection): string[] {
  const names = mods.flatMap(({ release }) =>
    dependencyStrings(release)
      .map(parseDependency)
      .flatMap((read) => (!isUnreadable(read) && read.kind === "recommended" ? [read.name] : [])),
  );
  return [...new Set(names)].filter((name) => request.requirements.get(name)?.kind !== "refused").sort();
}

function recommends({ dependencies }: Option, name: string): boolean {
  return dependencies.some((dependency) => dependency.kind === "recommended" && dependency.name === name);
}

function sameVersions(selection: Selection, answer: ReadonlyMap<string, Option>): boolean {
  return selection.mods.every(({ name, release }) => answer.get(name)?.packed === release.version.packed);
}

async function ticks(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await Promise.resolve();
}
