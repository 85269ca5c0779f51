import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lockfile, manifest, type ShortLockfile, version } from "../../testing/documents.ts";
import type { Release } from "../mod/release.ts";
import { describeStaleReason } from "./stale-reason.ts";
import { type StaleFacts, staleReasons } from "./stale-reasons.ts";

/** The reasons, in words, for a manifest (the lines below `mods:`, and the head) and a lockfile. */
function reasons(mods: string, lock: ShortLockfile, head?: string, facts?: StaleFacts): string[] {
  return staleReasons(manifest(mods, head), lockfile({ asks: mods, ...lock }), facts).map(describeStaleReason);
}

const EXPANDED = 'factorio: "2.0"\nexpansion: true';

describe("a fresh lockfile", () => {
  const lock: ShortLockfile = {
    asks: '  a: ">= 1.0"\n  p: { path: ../p }\n  out: false\n  space-age: "*"\n',
    expansion: true,
    builtin: ["base", "elevated-rails", "quality", "space-age"],
    mods: {
      a: ["1.2.0", "base >= 2.0.28", "lib >= 1.0", "? absent >= 9", "! never", "~ sister", "+ nice", "? p < 2"],
      lib: ["1.0.0"],
      sister: ["0.1.0", "a"],
      nice: ["1.0.0", "base"],
      p: ["path:../p@1.0.0", "base"],
    },
  };

  test("holds for the manifest for which it was written", () => {
    expect(reasons(lock.asks ?? "", lock, EXPANDED)).toEqual([]);
  });

  test.each([
    [
      "another order, other words for a range and a path",
      '  space-age: ">= 2.0"\n  p: { path: "./../p/" }\n  a: ">=1.0.0"\n  out: false\n',
      EXPANDED,
    ],
    [
      "a range that the locked version meets as well",
      '  a: "^1.1"\n  p: { path: ..\\p }\n  space-age: "*"\n',
      EXPANDED,
    ],
    ["an exact game version that every bound allows", lock.asks ?? "", "factorio: 2.0.28\nexpansion: true"],
    ["a mod kept out that is not locked", `${lock.asks}  other: false\n`, EXPANDED],
    ["a mod no longer kept out that nothing recommends", (lock.asks ?? "").replace("  out: false\n", ""), EXPANDED],
    ["a mod directory elsewhere", lock.asks ?? "", `${EXPANDED}\nmodDirectory: ../mods`],
  ])("holds for other words: %s", (_what, mods, head) => {
    expect(staleReasons(manifest(mods, head), lockfile(lock))).toEqual([]);
  });

  test("holds when the path mod's info.json says the same in another way", () => {
    const release: Release = {
      version: version("1.0"),
      factorioVersion: "2.0",
      dependencies: undefined,
      fileName: "",
      sha1: undefined,
      download: "",
      releasedAt: "",
    };
    const facts = { pathMods: new Map([["p", release]]) };
    expect(staleReasons(manifest(lock.asks ?? "", EXPANDED), lockfile(lock), facts)).toEqual([]);
    const changed = (rest: Partial<Release>): string[] => {
      const now = { pathMods: new Map([["p", { ...release, ...rest }]]) };
      return reasons(lock.asks ?? "", lock, EXPANDED, now);
    };
    expect(changed({ version: version("1.1.0") })).toEqual(["p is locked at 1.0.0, but its info.json now says 1.1.0."]);
    expect(changed({ dependencies: ["base", "lib"] })).toEqual([
      "The dependencies of p have changed in its info.json.",
    ]);
    expect(changed({ factorioVersion: "1.1" })).toEqual([
      "p is made for Factorio 1.1 by its info.json, but the manifest is for Factorio 2.0.",
    ]);
  });
});

describe("the manifest changed", () => {
  const lock: ShortLockfile = { asks: '  a: "*"\n', mods: { a: ["1.2.0", "lib", "+ nice"], lib: ["1.0.0"] } };

  test.each([
    ["a mod was added", '  a: "*"\n  b: "*"\n', "b is in the manifest, but not in the lockfile."],
    ["a path mod was added", '  a: "*"\n  b: { path: b }\n', "b is in the manifest, but not in the lockfile."],
    ["a builtin mod was added", '  a: "*"\n  quality: "*"\n', "quality is in the manifest, but not in the lockfile."],
    ["a locked mod was added", '  a: "*"\n  lib: "*"\n', "lib is new in the manifest."],
    ["base was added", '  a: "*"\n  base: ">= 2.0"\n', "base is new in the manifest."],
    ["a mod was removed", "", "a is no longer in the manifest."],
    ["a locked mod is kept out", "  a: false\n", "The manifest keeps a out, but it is locked."],
    ["the range no longer fits", '  a: "< 1.2"\n', "a is locked at 1.2.0, but the manifest asks for < 1.2."],
    [
      "it comes from a path now",
      "  a: { path: ../a }\n",
      "a is locked from the mod portal, but the manifest takes it from the path ../a.",
    ],
    [
      "the range asks for another game",
      '  a: "*"\n  base: ">= 3.0"\n',
      "base is locked at 2.0, but the manifest asks for >= 3.0.",
    ],
  ])("%s", (_what, mods, reason) => {
    expect(reasons(mods, lock)).toEqual([reason]);
  });

  test("a path changed, or was given up", () => {
    const path: ShortLockfile = { asks: "  a: { path: ../a }\n", mods: { a: ["path:../a@1.0.0"] } };
    expect(reasons("  a: { path: ../b }\n", path)).toEqual([
      "a is locked from the path ../a, but the manifest takes it from the path ../b.",
    ]);
    expect(reasons('  a: "*"\n', path)).toEqual([
      "a is locked from the path ../a, but the manifest takes it from the mod portal.",
    ]);
  });

  test("a mod that a locked one recommends is no longer kept out", () => {
    const refused = { ...lock, asks: '  a: "*"\n  nice: false\n' };
    expect(reasons('  a: "*"\n', refused)).toEqual(["The manifest no longer keeps nice out, and a recommends it."]);
  });
});

describe("the game changed", () => {
  const lock: ShortLockfile = {
    asks: '  a: "*"\n',
    mods: { a: ["1.2.0", "base >= 2.0.28", "base < 2.1", "? quality >= 2.0.30"] },
  };

  test.each([
    ["factorio: 2.1", "The lockfile is for Factorio 2.0, but the manifest is for Factorio 2.1."],
    ["factorio: 2.0.27", "a needs base >= 2.0.28, but the version is 2.0.27."],
  ])("%s", (head, reason) => {
    expect(reasons('  a: "*"\n', lock, head)).toEqual([reason]);
  });

  test("a line is newer than each of its patches", () => {
    const capped: ShortLockfile = { factorio: "2.0.20", mods: { a: ["1.2.0", "base < 2.0.50"] } };
    expect(reasons('  a: "*"\n', capped, "factorio: 2.0.20")).toEqual([]);
    expect(reasons('  a: "*"\n', capped, "factorio: 2.0")).toEqual(["a needs base < 2.0.50, but the version is 2.0."]);
  });

  test("the expansion is gone, while builtin mods need it", () => {
    const expanded = { ...lock, asks: '  a: "*"\n  quality: "*"\n', expansion: true, builtin: ["base", "quality"] };
    expect(reasons(expanded.asks, expanded, EXPANDED)).toEqual([]);
    expect(reasons(expanded.asks, expanded)).toEqual([
      "The lockfile enables quality, but the manifest says `expansion: false`.",
    ]);
    expect(reasons(lock.asks ?? "", { ...lock, expansion: true })).toEqual([]);
  });

  test("what the installed game says of its builtin mods counts", () => {
    const expanded = { ...lock, asks: '  a: "*"\n  quality: "*"\n', expansion: true, builtin: ["base", "quality"] };
    const installed = [
      { name: "base", version: "2.0.75" },
      { name: "quality", version: "2.0.29" },
    ];
    expect(reasons(expanded.asks, expanded, EXPANDED, { installed })).toEqual([
      "a needs quality >= 2.0.30, but the version is 2.0.29.",
    ]);
  });

  test("the installed game lacks a builtin mod that is locked", () => {
    const expanded = { ...lock, asks: '  a: "*"\n  quality: "*"\n', expansion: true, builtin: ["base", "quality"] };
    expect(reasons(expanded.asks, expanded, EXPANDED, { installed: [{ name: "base", version: "2.0.75" }] })).toEqual([
      "The lockfile enables quality, which the installed game does not have.",
    ]);
  });

  test("a builtin mod that the game version does not have, and one that another needs", () => {
    const odd = {
      asks: '  space-age: "*"\n',
      expansion: true,
      builtin: ["base", "elevated-rails", "recycler", "space-age"],
    };
    expect(reasons(odd.asks, odd, EXPANDED)).toEqual([
      "The lockfile enables recycler, which Factorio 2.0 does not have.",
      "space-age needs quality, which is not in the lockfile.",
    ]);
  });
});

describe("a set that does not go together, as a merge or a hand may leave it", () => {
  const asks = '  a: "*"\n';

  test.each<[string, Record<string, readonly string[]>, string]>([
    ["a demanded mod is missing", { a: ["1.0.0", "lib >= 1.0"] }, "a needs lib >= 1.0, which is not in the lockfile."],
    ["a mod demanded by ~ is missing", { a: ["1.0.0", "~lib"] }, "a needs lib, which is not in the lockfile."],
    [
      "a version is out of range",
      { a: ["1.0.0", "lib >= 2.0"], lib: ["1.9.0"] },
      "a needs lib >= 2.0, but the version is 1.9.0.",
    ],
    [
      "an optional one is out of range",
      { a: ["1.0.0", "lib", "? lib >= 2.0"], lib: ["1.9.0"] },
      "a needs lib >= 2.0, but the version is 1.9.0.",
    ],
    [
      "two are incompatible",
      { a: ["1.0.0", "lib"], lib: ["1.9.0", "! a < 0.5"] },
      "lib is incompatible with a, and both are locked.",
    ],
    ["a demand cannot be read", { a: ["1.0.0", "lib >= x"] }, 'a depends on "lib >= x", which cannot be read.'],
    [
      "the load order has a cycle",
      { a: ["1.0.0", "lib"], lib: ["1.0.0", "? a"] },
      "These mods each want the next one loaded first: a, lib, a.",
    ],
    ["nothing asks for a mod", { a: ["1.0.0"], lib: ["1.0.0", "a"] }, "Nothing asks for lib, which is locked."],
    [
      "the mod's own version is not the one that it wants",
      { a: ["1.0.0", "a >= 2.0"] },
      "a needs a >= 2.0, but the version is 1.0.0.",
    ],
  ])("%s", (_what, mods, reason) => {
    expect(reasons(asks, { mods })).toEqual([reason]);
  });

  test.each<[string, Record<string, readonly string[]>]>([
    ["an optional demand that cannot be read", { a: ["1.0.0", "? lib >= x"] }],
    ["~ against the load order", { a: ["1.0.0", "lib"], lib: ["1.0.0", "~ a"] }],
    ["a mod that wants itself", { a: ["1.0.0", "a >= 1.0", "! a"] }],
    ["a recommended mod that is absent", { a: ["1.0.0", "+ lib >= 2.0"] }],
  ])("%s is no reason", (_what, mods) => {
    expect(reasons(asks, { mods })).toEqual([]);
  });
});

describe("laws", () => {
  /** Mods that go together: each needs some of those with a higher number, at the version that they have. */
  const consistent = fc
    .array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
    .map((edges) => {
      const name = (at: number): string => `m${at}`;
      const mods = edges.map((to, at) => {
        const below = to.filter((other) => other > at && other < edges.length);
        return [
          name(at),
          [`1.${at}.0`, "base >= 2.0.10", ...below.map((other) => `${name(other)} >= 1.${other}`)],
        ] as const;
      });
      return { asks: edges.map((_, at) => `  ${name(at)}: "*"\n`).join(""), mods: Object.fromEntries(mods) };
    });

  test("a consistent lockfile is fresh, and without any one mod it is stale", () => {
    fc.assert(
      fc.property(consistent, fc.nat(), ({ asks, mods }, at) => {
        expect(reasons(asks, { mods })).toEqual([]);
        const names = Object.keys(mods);
        const gone = names[at % names.length] as string;
        const rest = Object.fromEntries(Object.entries(mods).filter(([name]) => name !== gone));
        expect(reasons(asks, { mods: rest })).not.toEqual([]);
      }),
    );
  });

  test("each reason is one sentence", () => {
    fc.assert(
      fc.property(
        consistent,
        consistent,
        fc.constantFrom("factorio: 2.0.5", "factorio: 2.1", EXPANDED),
        (lock, other, head) => {
          for (const text of reasons(other.asks, { ...lock, asks: lock.asks }, head))
            expect(text).toMatch(/^[^\n]+\.$/);
        },
      ),
    );
  });
});
