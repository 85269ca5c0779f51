import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lockfile } from "../../testing/documents.ts";
import { dependencyTree, type TreeNode } from "./dependency-tree.ts";
import { whyMod } from "./why-mod.ts";

const LOCK = lockfile({
  asks: '  rails: "^1.0"\n  mine: { path: ../mine }\n  away: false\n  lamps: "*"\n  quality: "*"\n',
  expansion: true,
  builtin: ["base", "quality"],
  mods: {
    rails: ["1.2.0", "base >= 2.0", "lib >= 0.3", "~ graphics", "? lamps", "! away", "+ sounds", "+ absent-sounds"],
    lamps: ["2.0.0", "lib", "(?) rails", "? absent >= 3.0"],
    lib: ["0.3.1", "core-lib >= 1.0, x", "deep-lib"],
    "deep-lib": ["1.0.0"],
    graphics: ["1.0.0", "rails >= 1.0"],
    sounds: ["0.1.0", "base"],
    mine: ["path:../mine@1.0.0", "lib < 2.0"],
  },
});

/** A tree as lines: the mod, how it stands there, and its children indented. */
function draw(nodes: readonly TreeNode[], indent = ""): string[] {
  return nodes.flatMap(({ name, kind, version, edge, repeated, children }) => {
    const line = [name, version ?? "-", kind, edge.kind, edge.constraint ?? "any", repeated ? "(again)" : ""];
    return [`${indent}${line.join(" ").trim()}`, ...draw(children, `${indent}  `)];
  });
}

describe("dependencyTree", () => {
  test("shows what the manifest asks for and what that brings, each subtree once", () => {
    expect(draw(dependencyTree(LOCK))).toEqual([
      "lamps 2.0.0 release manifest any",
      "  lib 0.3.1 release required any",
      "    deep-lib 1.0.0 release required any",
      "mine 1.0.0 path manifest path ../mine",
      "  lib 0.3.1 release required < 2.0 (again)",
      "quality 2.0 builtin manifest any",
      "rails 1.2.0 release manifest ^1.0",
      "  graphics 1.0.0 release unordered any",
      "    rails 1.2.0 release required >= 1.0 (again)",
      "  lib 0.3.1 release required >= 0.3 (again)",
      "  sounds 0.1.0 release recommended any",
    ]);
  });

  test("shows optional and recommended mods on demand, the absent ones too", () => {
    const lines = draw(dependencyTree(LOCK, { optional: true })).map((line) => line.trim());
    expect(lines).toContain("absent - absent optional >= 3.0");
    expect(lines).toContain("absent-sounds - absent recommended any");
    expect(lines).toContain("rails 1.2.0 release hidden any");
    expect(lines.some((line) => /\baway\b/.test(line))).toBe(false);
  });

  test("several entries of one release for one mod are one child", () => {
    const lock = lockfile({
      asks: '  lamps: "*"\n',
      mods: { lamps: ["1.0.0", "? lib >= 0.5", "lib >= 1.0", "lib < 2.0"], lib: ["1.5.0"] },
    });
    expect(draw(dependencyTree(lock))).toEqual([
      "lamps 1.0.0 release manifest any",
      "  lib 1.5.0 release required >= 1.0 and < 2.0",
    ]);
  });

  test("a mod of the manifest that is not locked shows as absent", () => {
    expect(draw(dependencyTree(lockfile({ asks: '  gone: "*"\n' })))).toEqual(["gone - absent manifest any"]);
  });

  test("a chain of many mods is drawn without end of the stack", () => {
    const mods = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`m${at}`, ["1.0.0", `m${at + 1}`]]));
    let [node] = dependencyTree(lockfile({ asks: '  m0: "*"\n', mods }));
    let depth = 0;
    while (node) {
      depth++;
      node = node.children[0];
    }
    expect(depth).toBe(20_001);
  });

  test("law: every needed mod is in the tree, and each with children is expanded once", () => {
    const anyGraph = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const names = edges.map((_, at) => `m${at}`);
        const mods = edges.map((to, at) => [`m${at}`, ["1.0.0", ...to.map((other) => `m${other}`)]] as const);
        const seen = new Map<string, number>();
        const walk = (node: TreeNode): void => {
          if (node.children.length > 0) seen.set(node.name, (seen.get(node.name) ?? 0) + 1);
          else if (!node.repeated && !seen.has(node.name)) seen.set(node.name, 0);
          node.children.forEach(walk);
        };
        dependencyTree(
          lockfile({ asks: names.map((name) => `  ${name}: "*"\n`).join(""), mods: Object.fromEntries(mods) }),
        ).forEach(walk);
        for (const name of names) expect(seen.get(name)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("whyMod", () => {
  const why = (name: string, limit?: number): string[] =>
    whyMod(LOCK, name, limit).map((chain) => {
      return chain
        .map(({ name: mod, edge }) => `${edge.kind} ${mod}${edge.constraint ? ` ${edge.constraint}` : ""}`)
        .join(" > ");
    });

  test("tells every way from the manifest to a mod, the shortest first", () => {
    expect(why("deep-lib")).toEqual([
      "manifest lamps > required lib > required deep-lib",
      "manifest mine path ../mine > required lib < 2.0 > required deep-lib",
      "manifest rails ^1.0 > required lib >= 0.3 > required deep-lib",
    ]);
    expect(why("rails")).toEqual(["manifest rails ^1.0"]);
    expect(why("sounds")).toEqual(["manifest rails ^1.0 > recommended sounds"]);
    expect(why("quality")).toEqual(["manifest quality"]);
    expect(why("base")[0]).toBe("manifest quality > required base");
    expect(why("deep-lib", 1)).toHaveLength(1);
  });

  test("several entries of one release for one mod are one step", () => {
    const mods = {
      a: ["1.0.0", "b >= 1.0.0", "b < 2.0.0", "b >= 1.0.0", "+ c", "c >= 1.0"],
      b: ["1.0.0"],
      c: ["1.0.0"],
    };
    const edges = (name: string) => whyMod(lockfile({ asks: '  a: "*"\n', mods }), name).map((chain) => chain[1]?.edge);
    expect(edges("b")).toEqual([{ kind: "required", constraint: ">= 1.0.0 and < 2.0.0" }]);
    expect(edges("c")).toEqual([{ kind: "required", constraint: ">= 1.0" }]);
  });

  test("an absent mod, and one that nothing asks for, have no chain", () => {
    expect(why("absent")).toEqual([]);
    expect(whyMod(lockfile({ mods: { a: ["1.0.0"] } }), "a")).toEqual([]);
  });

  test("ends in a dense tangle", () => {
    const names = Array.from({ length: 60 }, (_, at) => `m${String(at).padStart(2, "0")}`);
    const mods = Object.fromEntries(names.map((name) => [name, ["1.0.0", ...names.map((other) => `~ ${other}`)]]));
    const chains = whyMod(lockfile({ asks: '  m00: "*"\n', mods }), "m59", 30);
    expect(chains).toHaveLength(30);
    expect(chains[0]?.map(({ name }) => name)).toEqual(["m00", "m59"]);
    const lengths = chains.map((chain) => chain.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  });

  test("law: each chain is a way of real dependencies from the manifest, without going round", () => {
    const anyGraph = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 4 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(anyGraph, fc.nat(), (edges, at) => {
        const mods = edges.map((to, from) => [`m${from}`, ["1.0.0", ...to.map((other) => `~m${other}`)]] as const);
        const lock = lockfile({ asks: '  m0: "*"\n', mods: Object.fromEntries(mods) });
        const target = `m${at % edges.length}`;
        const chains = whyMod(lock, target);
        const reached = new Set(["m0"]);
        for (const name of reached)
          for (const other of edges[Number(name.slice(1))] ?? []) if (other < edges.length) reached.add(`m${other}`);
        expect(chains.length > 0).toBe(reached.has(target));
        for (const chain of chains) {
          const names = chain.map(({ name }) => name);
          expect(names[0]).toBe("m0");
          expect(names.at(-1)).toBe(target);
          expect(new Set(names).size).toBe(names.length);
          for (const [index, name] of names.slice(1).entries()) {
            expect(edges[Number(names[index]?.slice(1))]).toContain(Number(name.slice(1)));
          }
        }
        expect(new Set(chains.map((chain) => JSON.stringify(chain))).size).toBe(chains.length);
      }),
    );
  });
});
