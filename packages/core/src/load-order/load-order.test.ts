import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Dependency, isUnreadable, parseDependency } from "../dependency/dependency.ts";
import { findLoadCycle, type LoadableMods, loadOrder } from "./load-order.ts";
import { compareNaturally } from "./natural-order.ts";

function mods(table: Readonly<Record<string, readonly string[]>>): LoadableMods {
  return new Map(
    Object.entries(table).map(([name, strings]) => {
      const dependencies = strings
        .map(parseDependency)
        .filter((dependency): dependency is Dependency => !isUnreadable(dependency));
      return [name, { dependencies }] as const;
    }),
  );
}

describe("loadOrder", () => {
  test("shallow chains first, then natural order of the names", () => {
    const set = mods({
      base: [],
      "Zeta-tools": ["base"],
      "alpha-library": ["base"],
      "deep-ores": ["Zeta-tools"],
      "deeper-ores": ["deep-ores", "base"],
    });
    expect(loadOrder(set)).toEqual(["base", "alpha-library", "Zeta-tools", "deep-ores", "deeper-ores"]);
  });

  test("?, (?) and + count where the mod is present; ~, ! and absent mods do not", () => {
    const set = mods({
      base: [],
      a: ["base"],
      "opt-1": ["? a"],
      "hid-1": ["(?) a"],
      "rec-1": ["+ a"],
      unordered: ["~ a", "base"],
      apart: ["! absent", "? absent", "base"],
      rootless: [],
    });
    expect(loadOrder(set)).toEqual(["base", "rootless", "a", "apart", "unordered", "hid-1", "opt-1", "rec-1"]);
  });

  test("the groups of a game with 48 mods come out as the game stores them", () => {
    // docs/factorio.md, 4.4: within a depth the game sorts naturally, folded to upper case.
    const groups = [
      ["automatic-underground-pipe-connectors", "auto_manual_mode", "BarrelFluidIcons", "better-victory-screen"],
      ["even-pickier-dollies", "EvenDistributionLite", "Fill4Me", "flib", "floating-damage-text", "glowing_trees"],
      ["FactorySearch", "GUI_Unifyer", "Krastorio2MenuSimulations", "prismatic-belts", "visible-planets", "YAPR"],
    ];
    for (const group of groups) {
      expect(group.toReversed().sort(compareNaturally)).toEqual(group);
      const set = mods({ base: [], ...Object.fromEntries(group.toReversed().map((name) => [name, ["base"]])) });
      expect(loadOrder(set)).toEqual(["base", ...group]);
    }
  });

  test("digits compare as numbers", () => {
    expect(["mod-10", "mod-9", "MOD-9b", "mod-09a"].sort(compareNaturally)).toEqual([
      "mod-9",
      "mod-09a",
      "MOD-9b",
      "mod-10",
    ]);
  });

  test("a mod that depends on itself is on no cycle", () => {
    const set = mods({ base: [], a: ["base", "a >= 1.0"] });
    expect(findLoadCycle(set)).toBeUndefined();
    expect(loadOrder(set)).toEqual(["base", "a"]);
  });

  test("a cycle is named, also one through optional mods; ~ breaks it", () => {
    const cycle = findLoadCycle(mods({ base: [], above: ["x"], x: ["? y"], y: ["(?) z"], z: ["x", "base"] }));
    expect(cycle?.toSorted()).toEqual(["x", "y", "z"]);
    expect(findLoadCycle(mods({ x: ["? y"], y: ["~ x"] }))).toBeUndefined();
    expect(loadOrder(mods({ base: [], x: ["y"], y: ["x"] }))).toEqual(["base", "x", "y"]);
  });

  test("a chain of ten thousand mods is ordered", () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `m${at}`);
    const set = mods(Object.fromEntries(names.map((name, at) => [name, at === 0 ? [] : [`m${at - 1}`]]).toReversed()));
    expect(loadOrder(set)).toEqual(names);
  });

  const anyGraph = fc.array(fc.uniqueArray(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 });

  test("law: every mod once, each behind what it depends on, whatever the order of the input", () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.nat()), (edges, random) => {
        // An edge only to a lower number: no cycle.
        const table = edges.map((to, at) => [`m${at}`, to.filter((low) => low < at).map((low) => `m${low}`)] as const);
        const order = loadOrder(mods(Object.fromEntries(table)));
        expect(order.toSorted()).toEqual(table.map(([name]) => name).toSorted());
        for (const [name, below] of table) {
          for (const other of below) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
        }
        const shuffled = table.map((row) => [random.next().value, row] as const).sort(([a], [b]) => a - b);
        expect(loadOrder(mods(Object.fromEntries(shuffled.map(([, row]) => row))))).toEqual(order);
      }),
    );
  });

  test("law: a cycle found is one, and none is missed", () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const below = edges.map((to, at) => to.filter((other) => other < edges.length && other !== at));
        const set = mods(Object.fromEntries(below.map((to, at) => [`m${at}`, to.map((other) => `m${other}`)])));
        const cycle = findLoadCycle(set);
        if (cycle) {
          for (const [at, name] of cycle.entries()) {
            const next = cycle[(at + 1) % cycle.length];
            expect(set.get(name)?.dependencies.map((dependency) => dependency.name)).toContain(next);
          }
        } else {
          const order = loadOrder(set);
          for (const [at, to] of below.entries()) {
            for (const other of to) expect(order.indexOf(`m${other}`)).toBeLessThan(order.indexOf(`m${at}`));
          }
        }
      }),
    );
  });

  test("law: the natural order is an order", () => {
    const name = fc.string({ unit: fc.constantFrom(..."aAbB_-0129".split("")), maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNaturally(a, b)) + Math.sign(compareNaturally(b, a))).toBe(0);
        if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0)
          expect(compareNaturally(a, c)).toBeLessThanOrEqual(0);
        expect(compareNaturally(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
