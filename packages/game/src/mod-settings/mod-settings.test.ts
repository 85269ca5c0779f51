import { type GameVersion, parseGameVersion } from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ModSettings, readModSettings, writeModSettings } from "./mod-settings.ts";
import { type PropertyTree, readPropertyTree, writePropertyTree } from "./property-tree.ts";
import { writtenSettings } from "./written-settings.ts";

const game = (text: string) => parseGameVersion(text) as GameVersion;
const dictionary = (entries: Record<string, PropertyTree>): PropertyTree => ({
  any: false,
  type: "dictionary",
  entries: Object.entries(entries),
});
const double = (value: number): PropertyTree => ({ any: false, type: "double", value });

/** Every shape of tree, deep ones too. */
const trees = fc.letrec<{ tree: PropertyTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ any: fc.boolean(), type: fc.constant("none" as const) }),
    fc.record({ any: fc.boolean(), type: fc.constant("bool" as const), value: fc.boolean() }),
    fc.record({ any: fc.boolean(), type: fc.constant("double" as const), value: fc.double({ noNaN: true }) }),
    fc.record({
      any: fc.boolean(),
      type: fc.constant("string" as const),
      value: fc.string({ unit: "grapheme", maxLength: 400 }),
    }),
    fc.record({
      any: fc.boolean(),
      type: fc.constant("int64" as const),
      value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    }),
    fc.record({
      any: fc.boolean(),
      type: fc.constant("uint64" as const),
      value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    }),
    fc.record({
      any: fc.boolean(),
      type: fc.constantFrom("list" as const, "dictionary" as const),
      entries: fc.array(fc.tuple(fc.string(), tie("tree")), { maxLength: 4 }),
    }),
  ),
})).tree;

describe("a property tree", () => {
  test("law: what is written is read again", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(readPropertyTree(writePropertyTree(tree))).toEqual(tree);
      }),
    );
  });

  test("law: any bytes are a tree that is written as it was, or none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const tree = readPropertyTree(Buffer.from(bytes));
        if (tree) expect(readPropertyTree(writePropertyTree(tree))).toEqual(tree);
      }),
    );
  });

  test("has the bytes that the format says", () => {
    const tree = dictionary({
      a: { any: true, type: "string", value: "é" },
      b: { any: false, type: "string", value: "" },
    });
    expect(writePropertyTree(tree).toString("hex")).toBe(
      ["0500", "02000000", "000161", "0301", "0002c3a9", "000162", "0300", "01"].join(""),
    );
    const long = writePropertyTree({ any: false, type: "string", value: "x".repeat(255) });
    expect(long.subarray(0, 8).toString("hex")).toBe("030000ffff000000");
  });

  test("that claims too much, or is too deep, is none", () => {
    expect(readPropertyTree(Buffer.from("0500ffffffff", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("030000ffffffffff", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("0800", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("0400010000000100".repeat(70), "hex"))).toBeUndefined();
    let deep: PropertyTree = { any: false, type: "none" };
    for (let depth = 0; depth < 100; depth += 1) deep = { any: false, type: "list", entries: [["", deep]] };
    expect(readPropertyTree(writePropertyTree(deep))).toBeUndefined();
  });
});

describe("mod-settings.dat", () => {
  const settings: ModSettings = {
    version: [2, 0, 60, 3],
    branch: 1,
    tree: dictionary({
      startup: dictionary({
        speed: dictionary({ value: double(1) }),
        count: dictionary({ value: { any: false, type: "int64", value: 3n } }),
        kept: dictionary({ value: { any: true, type: "string", value: "as it was" } }),
      }),
      "runtime-global": dictionary({}),
      "runtime-per-user": dictionary({ mine: dictionary({ value: { any: false, type: "bool", value: true } }) }),
    }),
  };
  const bytes = writeModSettings(settings);

  test("is read as it was written", () => {
    expect(readModSettings(bytes)).toEqual(settings);
    expect(bytes.subarray(0, 9).toString("hex")).toBe("020000003c00030001");
    for (let length = 0; length < bytes.length; length += 1)
      expect(readModSettings(bytes.subarray(0, length))).toBeUndefined();
  });

  test("gets a manifest's values, of the kinds that it has, and keeps the rest", () => {
    const values = {
      startup: { speed: 2.5, count: 4, fresh: "text" },
      "runtime-global": { tint: { r: 1, g: 0.5, b: 0, a: 1 }, on: false },
    };
    const next = readModSettings(writtenSettings(settings, values, game("2.0")));
    expect(next).toEqual({
      version: [2, 0, 60, 3],
      branch: 1,
      tree: dictionary({
        startup: dictionary({
          speed: dictionary({ value: double(2.5) }),
          count: dictionary({ value: { any: false, type: "int64", value: 4n } }),
          kept: dictionary({ value: { any: true, type: "string", value: "as it was" } }),
          fresh: dictionary({ value: { any: false, type: "string", value: "text" } }),
        }),
        "runtime-global": dictionary({
          tint: dictionary({ value: dictionary({ r: double(1), g: double(0.5), b: double(0), a: double(1) }) }),
          on: dictionary({ value: { any: false, type: "bool", value: false } }),
        }),
        "runtime-per-user": dictionary({ mine: dictionary({ value: { any: false, type: "bool", value: true } }) }),
      }),
    });
  });

  test("stays as it is when it says the same already", () => {
    expect(writtenSettings(settings, { startup: { speed: 1, count: 3 } }, game("2.0"))).toEqual(bytes);
    expect(writtenSettings(settings, {}, game("2.1.3"))).toEqual(bytes);
  });

  test("is never newer than the game, which would ignore it", () => {
    const versionFor = (text: string, old: ModSettings | undefined) =>
      readModSettings(writtenSettings(old, { startup: { speed: 9 } }, game(text)))?.version;
    expect(versionFor("2.0", settings)).toEqual([2, 0, 60, 3]);
    expect(versionFor("2.0.60", settings)).toEqual([2, 0, 60, 3]);
    expect(versionFor("2.0.59", settings)).toEqual([2, 0, 59, 0]);
    expect(versionFor("1.1", settings)).toEqual([1, 1, 0, 0]);
    expect(versionFor("2.1", settings)).toEqual([2, 0, 60, 3]);
    expect(versionFor("2.0", undefined)).toEqual([2, 0, 0, 0]);
    expect(versionFor("2.0.77", undefined)).toEqual([2, 0, 77, 0]);
  });

  test("a new file has all three sections, and `__proto__` is a name like others", () => {
    const values = { startup: JSON.parse('{"__proto__": true}') as Record<string, boolean> };
    const next = readModSettings(writtenSettings(undefined, values, game("2.0")));
    expect(next?.tree).toEqual(
      dictionary({
        startup: {
          any: false,
          type: "dictionary",
          entries: [["__proto__", dictionary({ value: { any: false, type: "bool", value: true } })]],
        },
        "runtime-global": dictionary({}),
        "runtime-per-user": dictionary({}),
      }),
    );
  });
});
