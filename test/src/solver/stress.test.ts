import type { ModInfo, ModInfoSource } from "@factorio-lock/core";
import { describe, expect, it } from "vitest";
import { clausesOf, hardFormula } from "../../../packages/core/testing/formula.ts";
import { resolve } from "./ask.ts";
import { type CaseNotation, type ReleaseNotation, readCase } from "./notation.ts";
import { inShort, outcomeInShort, outcomeOf } from "./outcome.ts";
import { violations } from "./validity.ts";

type Mods = Record<string, Record<string, ReleaseNotation>>;

const numbers = (count: number) => [...Array(count).keys()];
const releases = (count: number, needs: (at: number) => readonly string[]) =>
  Object.fromEntries(numbers(count).map((at) => [`${at + 1}.0.0`, needs(at)]));

/** Solves and checks the answer; the default step budget must do. */
async function solved(notation: CaseNotation): Promise<string[]> {
  const given = readCase(notation);
  const outcome = await outcomeOf(given);
  if (outcome.kind === "refused") throw new Error(outcomeInShort(outcome), { cause: outcome.error });
  expect(violations(given, outcome.selection)).toEqual([]);
  return inShort(outcome.selection).split(", ");
}

async function failure(notation: CaseNotation): Promise<{ code: string; reported: string }> {
  const outcome = await outcomeOf(readCase(notation));
  if (outcome.kind === "solved") throw new Error(inShort(outcome.selection));
  return { code: outcome.error.code, reported: outcome.error.explanation.join("\n") };
}

describe("cases that stop simple searches", () => {
  it("finds at once that the first and the last of many exclude each other", async () => {
    const registry: Mods = {
      "a-first": { "1.0.0": ["core-lib = 1.0"] },
      "core-lib": releases(6, () => []),
      "z-last": releases(5, (at) => [`core-lib = ${at + 2}.0`]),
      ...Object.fromEntries(numbers(40).map((at) => [`filler-${at}`, releases(6, () => [])])),
    };
    const mods = Object.fromEntries(Object.keys(registry).map((name) => [name, "*"]));
    delete mods["core-lib"];
    const { code, reported } = await failure({ mods, registry });
    expect(code).toBe("NO_SOLUTION");
    for (const name of ["a-first", "z-last", "core-lib"]) expect(reported).toContain(name);
    expect(reported).not.toContain("filler");
  });

  it("walks 200 mods down to the release whose library exists", async () => {
    const names = numbers(200).map((at) => `mod-${at}`);
    const registry: Mods = {
      lib: { "1.0.0": [], "2.0.0": [], "3.0.0": [] },
      ...Object.fromEntries(names.map((name) => [name, releases(8, (at) => [`lib >= ${at + 1}.0`])])),
    };
    const answer = await solved({ mods: Object.fromEntries(names.map((name) => [name, "*"])), registry });
    expect(answer).toContain("lib 3.0.0");
    expect(answer.filter((mod) => mod.startsWith("mod-") && mod.endsWith(" 3.0.0"))).toHaveLength(200);
  });

  it("follows a chain of 2,000 mods to a dead end and takes the older release of the first", async () => {
    const chain: Mods = Object.fromEntries(
      numbers(2000).map((at) => [`link-${at}`, { "1.0.0": [at < 1999 ? `link-${at + 1}` : "gone-lib"] }]),
    );
    const registry: Mods = { root: { "1.0.0": [], "2.0.0": ["link-0"] }, ...chain };
    expect(await solved({ mods: { root: "*" }, registry })).toEqual(["base", "root 1.0.0"]);
  });

  it("breaks a load-order ring of 300 mods at the one that has another release", async () => {
    const ring: Mods = Object.fromEntries(
      numbers(300).map((at) => [`ring-${at}`, { "1.0.0": [`ring-${(at + 1) % 300}`] }]),
    );
    ring["ring-150"] = { "1.0.0": ["ring-151"], "0.9.0": ["~ ring-151"] };
    const answer = await solved({ mods: { "ring-0": "*" }, registry: ring });
    expect(answer).toContain("ring-150 0.9.0");
    expect(answer).toHaveLength(301);
  });

  it("seats eight guests on seven chairs: no answer, and no endless search", async () => {
    const registry: Mods = Object.fromEntries(numbers(7).map((chair) => [`chair-${chair}`, releases(8, () => [])]));
    for (const guest of numbers(8))
      registry[`guest-${guest}`] = releases(7, (chair) => [`chair-${chair} = ${guest + 1}.0`]);
    const mods = Object.fromEntries(numbers(8).map((guest) => [`guest-${guest}`, "*"]));
    const { code, reported } = await failure({ mods, registry });
    expect(code).toBe("NO_SOLUTION");
    expect(reported.split("\n").length).toBeLessThan(40);
  });

  it("tells in a few lines of thousands of load-order circles that leave no answer", async () => {
    const names = numbers(6).map((at) => `mod-${at}`);
    const others = (own: string) => names.filter((name) => name !== own).map((name) => [name]);
    const registry: Mods = Object.fromEntries(names.map((name) => [name, releases(5, (at) => others(name)[at] ?? [])]));
    const { code, reported } = await failure({ mods: Object.fromEntries(names.map((name) => [name, "*"])), registry });
    expect(code).toBe("NO_SOLUTION");
    expect(reported.split("\n").length).toBeLessThan(60);
    expect(reported).toMatch(/There are \d+ more facts of this kind\./);
  });

  it("sees in few steps that fourteen guests have no room on thirteen chairs", async () => {
    const registry: Mods = Object.fromEntries(numbers(13).map((chair) => [`chair-${chair}`, releases(14, () => [])]));
    for (const guest of numbers(14))
      registry[`guest-${guest}`] = releases(13, (chair) => [`chair-${chair} = ${guest + 1}.0`]);
    const mods = Object.fromEntries(numbers(14).map((guest) => [`guest-${guest}`, "*"]));
    const { code } = await failure({ mods, registry, budget: 20_000 });
    expect(code).toBe("NO_SOLUTION");
  });

  it("gives up a search that takes too many looks, however few its decisions are", async () => {
    const formula = hardFormula(300);
    const registry: Mods = Object.fromEntries(
      [...formula].map(([name, needs]) => [name, releases(needs.length, (at) => needs[at] ?? [])]),
    );
    const mods = Object.fromEntries(clausesOf(formula).map((name) => [name, "*"]));
    const { code } = await failure({ mods, registry, budget: 20_000 });
    expect(code).toBe("TOO_HARD");
  });

  it("adds 1,500 recommended mods of one release, and says so of none", async () => {
    const names = numbers(1500).map((at) => `extra-${at}`);
    const registry: Mods = {
      pack: { "1.0.0": names.map((name) => `+ ${name}`) },
      ...Object.fromEntries(names.map((name) => [name, { "1.0.0": [] }])),
    };
    expect(await solved({ mods: { pack: "*" }, registry })).toHaveLength(1502);
  });
});

describe("bad input", () => {
  it("bears 10,000 dependencies on one release", async () => {
    const many = numbers(10_000).map((at) => (at % 2 === 0 ? `? other-${at} >= 1.0` : `! other-${at}`));
    const registry: Mods = { pack: { "1.0.0": [...many, "lib"] }, lib: { "1.0.0": [] } };
    expect(await solved({ mods: { pack: "*" }, registry })).toEqual(["base", "lib 1.0.0", "pack 1.0.0"]);
  });

  it("bears 10,000 required mods of one release", async () => {
    const names = numbers(10_000).map((at) => `part-${at}`);
    const registry: Mods = {
      pack: { "1.0.0": names },
      ...Object.fromEntries(names.map((name) => [name, { "1.0.0": [] }])),
    };
    expect(await solved({ mods: { pack: "*" }, registry })).toHaveLength(10_002);
  });

  it("bears 20,000 releases that each mention another mod", async () => {
    const registry: Mods = { pack: releases(20_000, (at) => [`? other-${at}`]), lib: { "1.0.0": ["pack >= 5000.0"] } };
    expect(await solved({ mods: { pack: "*", lib: "*" }, registry })).toContain("pack 20000.0.0");
  });

  it("bears 2,000 releases that all are unusable", async () => {
    const registry: Mods = { broken: releases(2000, (at) => [`gone-${at}`]) };
    const { code } = await failure({ mods: { broken: "*" }, registry });
    expect(code).toBe("NO_SOLUTION");
  });

  it("passes on what the source throws", async () => {
    const given = readCase({ mods: { "amber-mill": "*" }, registry: { "amber-mill": { "1.0.0": ["birch-rail"] } } });
    const source: ModInfoSource = {
      async get(name) {
        if (name === "birch-rail") throw new Error("the portal is on holiday");
        return given.registry.get(name) as ModInfo;
      },
    };
    await expect(resolve(given.request, source)).rejects.toThrow("the portal is on holiday");
  });

  it("stops when asked to", async () => {
    const given = readCase({ mods: { "amber-mill": "*" }, registry: { "amber-mill": { "1.0.0": [] } } });
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    const source: ModInfoSource = { get: async (name) => given.registry.get(name) };
    await expect(resolve(given.request, source, { signal: stop.signal })).rejects.toThrow("enough");
  });

  it("asks the source for each mod once, and never for builtins", async () => {
    const given = readCase({
      expansion: true,
      factorio: "2.1",
      mods: { "amber-mill": "*", "space-age": "*" },
      registry: {
        "amber-mill": {
          "1.0.0": ["birch-rail", "base >= 2.1", "? quality"],
          "2.0.0": ["birch-rail >= 2.0", "recycler"],
        },
        "birch-rail": { "1.0.0": ["~ amber-mill", "+ quality"] },
      },
    });
    const asked: string[] = [];
    const read: string[] = [];
    const source: ModInfoSource = {
      async get(name) {
        asked.push(name);
        return given.registry.get(name);
      },
      prefetch: (names) => void read.push(...names),
    };
    await resolve(given.request, source);
    expect(asked.sort()).toEqual(["amber-mill", "birch-rail"]);
    expect(
      read.filter((name) => ["base", "quality", "recycler", "space-age", "elevated-rails"].includes(name)),
    ).toEqual([]);
  });
});
