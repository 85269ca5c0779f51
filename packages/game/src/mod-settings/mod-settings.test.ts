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

const long = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** A text in each of its forms: marked as empty, with a short or a long length, in UTF-8 or not. */
const text = fc.oneof(
  fc.constantFrom(Buffer.from([1]), Buffer.from([0, 0]), Buffer.from([0, 0xff, 0, 0, 0, 0])),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from([0, bytes.length, ...bytes])),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([Buffer.from([0, 0xff]), long(bytes.length), bytes])),
);

/** Trees as bytes, in every form that a reader takes. */
const writings = fc.letrec<{ node: Buffer }>((tie) => {
  const flag = fc.constantFrom(0, 1, 1, 0, 7);
  const head = (type: number, any: number) => Buffer.from([type, any]);
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const entries = fc.array(fc.tuple(text, tie("node")), { maxLength: 4 });
  return {
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.tuple(fc.constant(3), flag, text).map(([type, any, value]) => Buffer.concat([head(type, any), value])),
      flag.map((any) => head(0, any)),
      fc.tuple(fc.constant(1), flag, bytes(1)).map(([type, any, value]) => Buffer.concat([head(type, any), value])),
      fc
        .tuple(fc.constantFrom(2, 6, 7), flag, bytes(8))
        .map(([type, any, value]) => Buffer.concat([head(type, any), value])),
      fc
        .tuple(fc.constantFrom(4, 5), flag, entries)
        .map(([type, any, all]) => Buffer.concat([head(type, any), long(all.length), ...all.flat()])),
    ),
  };
}).node;

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
        if (tree) expect(Buffer.from(writePropertyTree(tree))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test("law: every way to write a tree is kept, byte for byte", () => {
    let [texts, empties] = [0, 0];
    fc.assert(
      fc.property(writings, (bytes) => {
        const tree = readPropertyTree(bytes);
        expect(tree && Buffer.from(writePropertyTree(tree))).toEqual(bytes);
        texts += Number(bytes.includes(Buffer.from([3, 0, 0, 0xff])));
        empties += Number(bytes.includes(Buffer.from([3, 0, 1])));
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(texts, empties)).toBeGreaterThan(2);
  });

  test("has the bytes that the format says", () => {
    const tree = dictionary({
      a: { any: true, type: "string", value: "é" },
      b: { any: false, type: "string", value: "" },
    });
    expect(Buffer.from(writePropertyTree(tree)).toString("hex")).toBe(
      ["0500", "02000000", "000161", "0301", "0002c3a9", "000162", "0300", "0000"].join(""),
    );
    const long = Buffer.from(writePropertyTree({ any: false, type: "string", value: "x".repeat(255) }));
    expect(long.subarray(0, 8).toString("hex")).toBe("030000ffff000000");
  });

  test("that claims too much, or is too deep, is none", () => {
    expect(readPropertyTree(Buffer.from("0500ffffffff", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("030000ffffffffff", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("0800", "hex"))).toBeUndefined();
    expect(readPropertyTree(Buffer.from("0400010000000100".repeat(70), "hex"))).toBeUndefined();
    expect(
      readPropertyTree(Buffer.concat([Buffer.from("0500404b4c00", "hex"), Buffer.alloc(15_000_000, 1)])),
    ).toBeUndefined();
    const many = Buffer.concat([
      Buffer.from("0400", "hex"),
      long(110_000),
      Buffer.from("010000".repeat(110_000), "hex"),
    ]);
    expect(readPropertyTree(many)).toBeUndefined();
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
    expect(Buffer.from(bytes).subarray(0, 9).toString("hex")).toBe("020000003c00030001");
    for (let length = 0; length < bytes.length; length += 1)
      expect(readModSettings(bytes.subarray(0, length))).toBeUndefined();
  });

  test("of 0.16 and older has no branch", () => {
    const old: ModSettings = { version: [0, 16, 51, 0], branch: undefined, tree: settings.tree };
    const written = writeModSettings(old);
    expect(Buffer.from(written).subarray(0, 10).toString("hex")).toBe("00001000330000000500");
    expect(readModSettings(written)).toEqual(old);
    expect(writtenSettings(readModSettings(written), {}, game("0.16"))).toEqual(written);
    expect(readModSettings(writtenSettings(old, { startup: { speed: 3 } }, game("1.1")))).toMatchObject({
      version: [0, 16, 51, 0],
      branch: undefined,
    });
    expect(readModSettings(writtenSettings(settings, { startup: { speed: 3 } }, game("0.16")))).toMatchObject({
      version: [0, 16, 0, 0],
      branch: undefined,
    });
    expect(readModSettings(writtenSettings(undefined, {}, game("0.16")))?.branch).toBeUndefined();
    expect(readModSettings(writtenSettings(undefined, {}, game("0.17")))?.branch).toBe(0);
  });

  test("law: with values that it has already it is the same bytes, and with another all others keep theirs", () => {
    const section = (value: Buffer) =>
      Buffer.concat([
        Buffer.from("050001000000", "hex"),
        Buffer.from("0005737065", "hex"),
        Buffer.from("6564", "hex"),
        Buffer.from("050001000000000576616c7565", "hex"),
        value,
      ]);
    fc.assert(
      fc.property(
        fc.constantFrom(16, 17, 18),
        fc.array(fc.tuple(text, writings), { maxLength: 5 }),
        (line, entries) => {
          const header = Buffer.from(line > 16 ? [0, 0, line, 0, 0, 0, 0, 0, 5] : [0, 0, line, 0, 0, 0, 0, 0]);
          const speed = (value: string) => section(Buffer.from(value, "hex"));
          const file = (value: string) =>
            Buffer.concat([
              header,
              Buffer.from([5, 0]),
              long(entries.length + 1),
              Buffer.from("000773746172747570", "hex"),
              speed(value),
              ...entries.flat(),
            ]);
          // A double with the sign "any type", an integer, and a double without it.
          for (const [value, next] of [
            ["0201000000000000f03f", "02000000000000000040"],
            ["06000100000000000000", "06000200000000000000"],
          ] as const) {
            const old = readModSettings(file(value));
            fc.pre(old !== undefined);
            expect(writtenSettings(old, {}, game("1.1"))).toEqual(new Uint8Array(file(value)));
            expect(writtenSettings(old, { startup: { speed: 1 } }, game("1.1"))).toEqual(new Uint8Array(file(value)));
            expect(writtenSettings(old, { startup: { speed: 2 } }, game("1.1"))).toEqual(new Uint8Array(file(next)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("keeps every digit of a large number", () => {
    const tree = dictionary({
      startup: dictionary({ seed: dictionary({ value: { any: false, type: "uint64", value: 2n ** 64n - 1n } }) }),
    });
    const file = writeModSettings({ version: [2, 0, 1, 0], branch: 0, tree });
    expect(readModSettings(file)?.tree).toEqual(tree);
    expect(
      readModSettings(writtenSettings(readModSettings(file), { startup: { other: true } }, game("2.0")))?.tree,
    ).toMatchObject({
      entries: [
        [
          "startup",
          {
            entries: [
              ["seed", { entries: [["value", { value: 2n ** 64n - 1n }]] }],
              ["other", {}],
            ],
          },
        ],
      ],
    });
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
    expect(writtenSettings(settings, { startup: { speed: 1, count: 3 } }, game("2.0"))).toEqual(new Uint8Array(bytes));
    expect(writtenSettings(settings, {}, game("2.1.3"))).toEqual(new Uint8Array(bytes));
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
