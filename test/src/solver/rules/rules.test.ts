import {
  candidates,
  dependencyStrings,
  isDemand,
  isUnreadable,
  lineServes,
  ordersLoading,
  parseDependency,
  readVersion as readVersionOfCore,
  setHas,
} from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ReleaseNotation, readCase, readGame } from "../notation.ts";
import { candidatesOf, stringsOf } from "./candidates.ts";
import { allows, demands, isClear, loadsAfter, readEntry } from "./entry.ts";
import { isMadeFor, numberOf } from "./number-of.ts";

/**
 * Strings of docs/factorio.md, 8.1, as `SIGN NAME [OPERATOR VERSION]`, the sign `.` for none; `error` where it is one.
 */
const STRINGS: Readonly<Record<string, string>> = {
  base: ". base",
  "base>=1.1": ". base >= 1.1.0",
  "?foo": "? foo",
  "(?)foo>=0.2.4": "(?) foo >= 0.2.4",
  "!Raven": "! Raven",
  "! foo < 1.0.0": "! foo",
  "~ foo >= 1.2.0": "~ foo >= 1.2.0",
  "+foo": "+ foo",
  "foo == 1.0.0": ". foo = 1.0.0",
  "foo => 1.0.0": ". foo >= 1.0.0",
  "foo =< 1.0.0": ". foo <= 1.0.0",
  "foo> 1.0.0": ". foo > 1.0.0",
  "  foo  ": ". foo",
  "?   my mod  ": "? my mod",
  "Flow Control >= 2.1.1": ". Flow Control >= 2.1.1",
  "foo 1.2.3": ". foo 1.2.3",
  "foo >=": "error",
  "foo >= x": "error",
  "foo >= v1.0.0": "error",
  "foo >= 1": "error",
  "foo >= 1.2.3.4": ". foo >= 1.2.3",
  "foo >= 01.002.0003": ". foo >= 1.2.3",
  "foo >= 2019.11.20": ". foo >= 2019.11.20",
  "foo >= 65536.0.0": "error",
  "": "error",
  " ": "error",
  "(?)": "error",
  "+": "error",
  "? ? foo": "error",
  "~ ! foo": "error",
  "& foo = 1.2.3": "error",
  "foo >= 1.0 < 2.0": "error",
  "foo != 1.0.0": "error",
  "foo\t>=\t1.0.0": ". foo >= 1.0.0",
  "foo >= 1.2.": ". foo >= 1.2.0",
};

test.each(Object.entries(STRINGS))("the oracles read %j as docs/factorio.md says", (text, expected) => {
  const read = readEntry(text);
  if (!isClear(read)) return expect("error").toBe(expected);
  const { sign, name, bound } = read;
  const version = bound && [2 ** 32, 2 ** 16, 1].map((unit) => Math.floor(bound.version / unit) % 2 ** 16).join(".");
  expect([sign || ".", name, ...(bound ? [bound.operator, version] : [])].join(" ")).toBe(expected);
});

test("the oracles compare versions as docs/factorio.md says", () => {
  const equal = [
    "1.0=1.0.0",
    "1.1.01=1.1.1",
    "01.002.0003=1.2.3",
    " 1.2.3=1.2.3",
    "1.2.3-beta=1.2.3",
    "1.2.3.4=1.2.3",
    "1.2.x=1.2.0",
  ];
  for (const row of equal) {
    const [a = "", b = ""] = row.split("=");
    expect(numberOf(a), row).toBe(numberOf(b));
  }
  const rising = [
    "0.0.0",
    "0.0.1",
    "0.9.99",
    "0.16.5",
    "0.17.99",
    "0.18.0",
    "0.255.999",
    "0.256.0",
    "1.0.0",
    "1.0.255",
    "1.0.256",
    "1.9.0",
    "1.10.0",
    "1.99.99",
    "2.0.77",
    "2.1.7",
    "2.1.12",
    "3.0.0",
    "20.0.0",
    "2019.11.20",
    "65535.65535.65534",
    "65535.65535.65535",
  ];
  const numbers = rising.map((text) => numberOf(text) ?? Number.NaN);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
  for (const text of ["1", "65536.0.0", "", "x"]) expect(numberOf(text), text).toBeUndefined();
});

const LINES = ["0.17", "0.18", "1.0", "1.1", "2.0", "2.1"];
const MADE = [...LINES, "2.0.14", "0.18.3", "1.0.0", "2", "x", "20.0", "2.10"];

describe("core reads as the oracles do", () => {
  const piece = fc.constantFrom(
    ..."?!~+&()<>=. \t".split(""),
    ...[
      "(?)",
      "foo",
      "my mod",
      "base",
      ">=",
      "==",
      "=>",
      "!=",
      "1.2",
      "01.2.3",
      "65536.0",
      "2.0.x",
      "1.2.",
      "v1.0",
      "9",
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc
      .tuple(
        fc.constantFrom("", "? ", "(?)", "! ", "~", "+ "),
        fc.constantFrom("foo", "Flow Control", "a-b_c.d"),
        fc.constantFrom("", " ", " >= ", "<", " = ", "<=", ">", " =< ", "=>", " == ", "!="),
        fc.constantFrom("", "1.2", "1.10.0", "2019.11.20", "1", "0.0.0", "65535.65535.65535"),
      )
      .map((parts) => parts.join("")),
    fc.constantFrom(`${"a".repeat(999)}b`, `${"a".repeat(1000)}b`, `? ${"a".repeat(1200)}`),
  );

  test("law: dependency strings, kinds, and which versions they allow", () => {
    const versions = ["0.0.0", "1.1.65535", "1.2.0", "1.2.3", "1.10.0", "2019.11.20", "65535.65535.65535"];
    fc.assert(
      fc.property(text, (written) => {
        const [ours, cores] = [readEntry(written), parseDependency(written)];
        expect(isUnreadable(cores)).toBe(!isClear(ours));
        expect(isDemand(cores.kind)).toBe(demands(ours));
        if (!isClear(ours) || isUnreadable(cores)) return;
        expect(cores.name).toBe(ours.name);
        expect(ordersLoading(cores.kind)).toBe(loadsAfter(ours));
        expect(cores.kind === "recommended").toBe(ours.sign === "+");
        for (const version of versions) {
          const number = numberOf(version) as number;
          expect(cores.kind !== "incompatible" && setHas(cores.versions, number), version).toBe(allows(ours, number));
        }
      }),
      { numRuns: 3000, examples: Object.keys(STRINGS).map((written): [string] => [written]) },
    );
  });

  test("law: versions", () => {
    const written = fc
      .array(fc.constantFrom(..."0123456789. .x-".split("")), { maxLength: 12 })
      .map((signs) => signs.join(""));
    fc.assert(
      fc.property(written, (version) => {
        expect(readVersionOfCore(version)?.packed).toBe(numberOf(version));
      }),
      { numRuns: 3000 },
    );
  });

  test("what a release depends on that has no such key", () => {
    for (const dependencies of [undefined, [], ["foo"]])
      expect(dependencyStrings({ dependencies })).toEqual(stringsOf({ dependencies }));
  });

  test("which releases serve which line", () => {
    for (const line of LINES) {
      for (const made of MADE)
        expect(lineServes(made, readGame(line).line), `${made} for ${line}`).toBe(isMadeFor(made, line));
    }
  });

  test("law: candidates, and which of equal versions", () => {
    const release = fc.record({
      version: fc.constantFrom("1.0", "1.0.0", "1.0.00", "1.10.0", "1.9.0"),
      made: fc.constantFrom("2.0", "2.0.9", "2.1", "1.1"),
      listed: fc.boolean(),
      released: fc.constantFrom(
        "2026-01-01T00:00:00Z",
        "2026-08-00T00:00:00Z",
        "2026-03-01T00:00:00.000000Z",
        "2026-03-01T01:00:00+02:00",
      ),
    });
    fc.assert(
      fc.property(fc.array(release, { maxLength: 6 }), (made) => {
        const { request, registry } = readCase({ mods: { foo: "*" }, registry: { foo: {} } });
        const releases = made.map(({ version, made: factorio, listed, released }, at) => {
          const notation: ReleaseNotation = listed ? { factorio, released } : { factorio, released, sha1: false };
          const read = readCase({ mods: {}, registry: { foo: { [version]: notation } } }).registry.get("foo")
            ?.releases[0];
          if (!read) throw new Error("no release");
          return { ...read, download: `/download/foo/${at}` };
        });
        const info = { ...registry.get("foo"), name: "foo", releases };
        expect(candidates(info, request.game.line)).toEqual(candidatesOf(request, new Map([["foo", info]]), "foo"));
      }),
      { numRuns: 1000 },
    );
  });
});
