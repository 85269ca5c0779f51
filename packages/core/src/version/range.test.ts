import fc from "fast-check";
import { satisfies } from "semver";
import { describe, expect, it, test } from "vitest";
import { ANY_RANGE, formatVersionSet, isRangeFault, parseRange, type Range, rangeHas } from "./range.ts";
import { formatPacked, MAX_PACKED, pack, parseVersion } from "./version.ts";
import { NO_VERSIONS, span, uniteSets } from "./version-set.ts";

function range(text: string): Range {
  const read = parseRange(text);
  if (isRangeFault(read)) throw new Error(`${text}: ${read.fault}`);
  return read;
}

const has = (text: string, version: string) => rangeHas(range(text), parseVersion(version)?.packed ?? Number.NaN);

const number = fc.nat({ max: 3 });
const versionText = fc.tuple(number, number, number).map((parts) => parts.join("."));
/** Every version whose parts are 0–4: all borders that `number` can draw, and one beyond. */
const SAMPLE = [0, 1, 2, 3, 4].flatMap((a) =>
  [0, 1, 2, 3, 4].flatMap((b) => [0, 1, 2, 3, 4].map((c) => `${a}.${b}.${c}`)),
);

describe("the game's operators", () => {
  test.each([
    ["*", ["0.0.0", "65535.65535.65535"], []],
    [">= 1.2", ["1.2.0", "1.10.0", "2.0.0"], ["1.1.99"]],
    ["> 1.2.3", ["1.2.4"], ["1.2.3"]],
    ["< 1.2.3", ["1.2.2", "0.0.0"], ["1.2.3"]],
    ["<=1.2.3", ["1.2.3"], ["1.2.4"]],
    ["= 1.2", ["1.2.0"], ["1.2.1"]],
    ["1.0.10", ["1.0.10"], ["1.0.9", "1.0.11", "1.1.0"]],
    ["1.2", ["1.2.0"], ["1.2.1"]],
    ["0.1.01", ["0.1.1"], ["0.1.10"]],
    [">= 1.2, < 2.0", ["1.2.0", "1.99.0"], ["2.0.0", "1.1.0"]],
    [">=1.2 <2.0", ["1.2.0"], ["2.0.0"]],
    [">= 1.0 < 2.0, > 1.5", ["1.5.1"], ["1.5.0", "2.0.0"]],
    ["^0.4.0", ["0.4.9"], ["0.5.0", "0.3.9"]],
    ["^0.4.01", ["0.4.1"], ["0.4.0"]],
    ["~1.2", ["1.2.9"], ["1.3.0"]],
    ["1.x", ["1.0.0", "1.65535.65535"], ["2.0.0"]],
    [">= 1.x", ["1.0.0", "2.0.0"], ["0.65535.65535"]],
    ["> 1.x", ["2.0.0"], ["1.0.0", "1.65535.65535"]],
    ["<2.x", ["1.65535.65535", "0.0.0"], ["2.0.0"]],
    ["<= 1.2.x", ["1.2.65535"], ["1.3.0"]],
    ["= 1.*", ["1.0.0", "1.9.0"], ["2.0.0"]],
    [">= 1.x, < 1.5.X", ["1.4.9"], ["1.5.0", "0.9.0"]],
    [">= x", ["0.0.0", "65535.65535.65535"], []],
    ["> 65535.x", [], ["65535.65535.65535"]],
    ["> 1.65535.x", ["2.0.0"], ["1.65535.65535"]],
    ["1.2.*", ["1.2.7"], ["1.3.0"]],
    ["1.0 - 2.0", ["1.0.0", "2.0.9"], ["2.1.0"]],
    ["!= 1.2.3", ["1.2.2", "1.2.4", "0.0.0", "65535.65535.65535"], ["1.2.3"]],
    ["!=1.2", ["1.2.1"], ["1.2.0"]],
    [">= 1.0, != 1.2.3 != 1.2.4 < 2.0", ["1.0.0", "1.2.2", "1.2.5"], ["1.2.3", "1.2.4", "2.0.0"]],
    ["^1.0 != 1.1.01", ["1.1.0", "1.1.2"], ["1.1.1", "2.0.0"]],
    ["!= 0.0.0", ["0.0.1"], ["0.0.0"]],
    ["!= 65535.65535.65535", ["65535.65535.65534"], ["65535.65535.65535"]],
    ["!= 1.0.0 || 1.0.0", ["1.0.0", "2.0.0"], []],
    ["1.0.0 || >= 3.0", ["1.0.0", "3.0.0"], ["1.0.1", "2.0.0"]],
    ["> 65535.65535.65535", [], ["65535.65535.65535"]],
    ["< 0.0.0", [], ["0.0.0"]],
    [">= 2.0 < 1.0", [], ["1.5.0"]],
  ] as const)("%s", (text, allowed, refused) => {
    for (const version of allowed) expect(has(text, version), version).toBe(true);
    for (const version of refused) expect(has(text, version), version).toBe(false);
  });

  it("keeps the user's words", () => {
    expect(range(" >=1.2,<2 .0".replace("2 .", "2.")).text).toBe(" >=1.2,<2.0");
    expect(range("*")).toEqual(ANY_RANGE);
  });

  it("law: comparisons joined by blanks or commas must all hold", () => {
    const comparison = fc.tuple(fc.constantFrom("<", "<=", "=", ">=", ">"), fc.constantFrom("", " "), versionText);
    const glue = fc.constantFrom(" ", ",", ", ", " , ");
    fc.assert(
      fc.property(fc.array(comparison, { minLength: 1, maxLength: 4 }), glue, (comparisons, joint) => {
        const text = comparisons.map((tokens) => tokens.join("")).join(joint);
        for (const version of SAMPLE) {
          const all = comparisons.every(([operator, , bound]) => satisfies(version, `${operator}${bound}`));
          expect(has(text, version), `${version} in ${text}`).toBe(all);
        }
      }),
    );
  });

  it("law: a bare version allows itself alone", () => {
    fc.assert(
      fc.property(versionText, (text) => {
        for (const version of SAMPLE) expect(has(text, version)).toBe(version === text);
      }),
    );
  });
});

describe("node-semver's sugar", () => {
  const partial = fc.oneof(
    versionText,
    fc.tuple(number, number).map((parts) => parts.join(".")),
    number.map(String),
  );
  const x = fc.constantFrom("x", "X", "*");
  const sugar = fc.oneof(
    fc.tuple(fc.constantFrom("^", "~", "^ ", "~ "), partial).map((tokens) => tokens.join("")),
    fc.tuple(number, x).map((tokens) => tokens.join(".")),
    fc.tuple(number, number, x).map((tokens) => tokens.join(".")),
    fc.tuple(number, x, x).map((tokens) => tokens.join(".")),
    fc.tuple(partial, partial).map((ends) => ends.join(" - ")),
    x,
    fc
      .tuple(
        fc.constantFrom("<", "<=", "=", ">=", ">"),
        fc.constantFrom("", " "),
        fc.array(number, { maxLength: 2 }),
        x,
      )
      .map(([operator, blank, numbers, any]) => `${operator}${blank}${[...numbers, any].join(".")}`),
  );

  it("law: ^ ~ x || and a - b mean what node-semver says", () => {
    fc.assert(
      fc.property(fc.array(sugar, { minLength: 1, maxLength: 3 }), (alternatives) => {
        const text = alternatives.join(" || ");
        for (const version of SAMPLE) {
          expect(has(text, version), `${version} in ${text}`).toBe(satisfies(version, text));
        }
      }),
    );
  });

  it("never carries a number above 65535 into the next part", () => {
    expect(has("~1.70000", "2.4464.0")).toBe(false);
    expect(has("~1.70000", "1.65535.65535")).toBe(false);
    expect(has("0.1.0 - 0.70000.5", "0.65535.65535")).toBe(true);
    expect(has("0.1.0 - 0.70000.5", "1.0.0")).toBe(false);
    expect(has("^0.65535.0", "0.65535.65535")).toBe(true);
    expect(has("^0.65535.0", "1.0.0")).toBe(false);
    expect(has("^70000.0.0", "65535.65535.65535")).toBe(false);
    expect(has("^65535.0.0", "65535.65535.65535")).toBe(true);
    expect(has("1.0.0 - 1.2.70000", "1.2.65535")).toBe(true);
    expect(has("1.0.0 - 1.2.70000", "1.3.0")).toBe(false);
  });
});

describe("faults", () => {
  test.each([
    ["", "empty"],
    ["1.0 ||", "empty"],
    ["== 1.0", '"=="'],
    ["=> 1.0", '"=>"'],
    ["! 1.0", '"!"'],
    ["!== 1.0", '"!=="'],
    ["!= 1.x", '"!=1.x"'],
    ["!= 1", '"!=1"'],
    [">= y", '">=y"'],
    [">== 1.x", '">=="'],
    [">= 1.x.2", '">=1.x.2"'],
    ["abc", '"abc"'],
    ["v1.0", '"v1.0"'],
    ["1", '"1"'],
    [">= 1", '">=1"'],
    ["1.2.3.4", '"1.2.3.4"'],
    ["65536.0", '"65536.0"'],
    ["^x.y", '"^x.y"'],
    ["^1.2.3-beta", '"^1.2.3-beta"'],
    ["~1.2.3+build", '"~1.2.3+build"'],
    ["1.0 - ", '"-"'],
    ["1.0 - abc", '"1.0 - abc"'],
  ])("%s", (text, named) => {
    const read = parseRange(text);
    if (!isRangeFault(read)) throw new Error(`${text} was read`);
    expect(read.fault).toContain(named);
    expect(read.hint).not.toBe("");
  });

  it("says what to write instead", () => {
    expect(parseRange("1")).toMatchObject({ hint: expect.stringContaining('"1.x"') });
    expect(parseRange(">=1")).toMatchObject({ hint: expect.stringContaining('">=1.0"') });
    expect(parseRange(">= 70000")).toMatchObject({ hint: "each number of a version is at most 65535" });
    expect(parseRange("70000")).toMatchObject({ hint: "each number of a version is at most 65535" });
    expect(parseRange("12345x")).not.toMatchObject({ hint: expect.stringContaining("65535") });
    expect(parseRange("65536.0")).toMatchObject({ hint: expect.stringContaining("65535") });
    expect(parseRange("=> 1.0")).toMatchObject({ hint: expect.stringContaining("< <= = != >= >") });
  });
});

describe("the plain text of a set", () => {
  test.each([
    ["*", "*"],
    ["^1.2.0", ">= 1.2.0 < 2.0.0"],
    ["1.4.01", "1.4.1"],
    ["<= 1.4.1", "<= 1.4.1"],
    ["< 1.10", "< 1.10.0"],
    ["> 1.0", ">= 1.0.1"],
    ["1.x || 3.x", ">= 1.0.0 < 2.0.0 || >= 3.0.0 < 4.0.0"],
    ["< 0.0.0", "no version"],
  ])("%s is %s", (text, plain) => {
    expect(formatVersionSet(range(text).versions)).toBe(plain);
  });

  it("law: the text of a set reads back as the set", () => {
    const ends = fc.oneof(
      fc.tuple(number, number, fc.constantFrom(0, 1, 65_534, 65_535)).map((parts) => pack(...parts)),
      fc.constantFrom(MAX_PACKED - 1, MAX_PACKED),
    );
    const spans = fc.array(fc.tuple(ends, ends), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(spans, (pairs) => {
        const versions = pairs.map(([a, b]) => span(Math.min(a, b), Math.max(a, b))).reduce(uniteSets, NO_VERSIONS);
        expect(range(formatVersionSet(versions)).versions, formatPacked(versions[0]?.low ?? 0)).toEqual(versions);
      }),
    );
  });
});
