import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { version } from "../../testing/documents.ts";
import { changelogBetween, parseChangelog } from "./changelog.ts";

const DASHES = "-".repeat(99);
const TEXT = `${DASHES}
Version: 1.2.0
Date: 2026-02-01
  Features:
    - Lamps can be painted.
      They keep their paint.
    - Belts hum.
  Bugfixes:
    - Fixed that lamps hummed.
${DASHES}
Version: 1.1.01
  Changes:
    - Quieter belts.
${DASHES}
Version: 1.0.0
Date: ????
`;

/** Sections in short. */
function short(text: string): unknown[] {
  return parseChangelog(text).map((section) => {
    const categories = section.categories.map(({ name, entries }) => [name, ...entries]);
    return [section.version.text, section.date, ...categories];
  });
}

const EXPECTED = [
  [
    "1.2.0",
    "2026-02-01",
    ["Features", "Lamps can be painted.\nThey keep their paint.", "Belts hum."],
    ["Bugfixes", "Fixed that lamps hummed."],
  ],
  ["1.1.01", undefined, ["Changes", "Quieter belts."]],
  ["1.0.0", "????"],
];

describe("parseChangelog", () => {
  test("reads the game's format", () => {
    expect(short(TEXT)).toEqual(EXPECTED);
  });

  test.each([
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    [
      "tabs",
      (text: string) => text.replaceAll("      ", "\t\t\t").replaceAll("    -", "\t\t-").replaceAll("\n  ", "\n\t"),
    ],
    ["short lines of dashes", (text: string) => text.replaceAll(DASHES, "------")],
    ["no lines of dashes", (text: string) => text.replaceAll(`${DASHES}\n`, "")],
    ["blank lines everywhere", (text: string) => text.replaceAll("\n", "\n  \n")],
    ["blanks at the ends of lines", (text: string) => text.replaceAll("\n", "  \n")],
    [
      "other capitals, no colon",
      (text: string) => text.replaceAll("Version:", "VERSION").replaceAll("Date:", "date :"),
    ],
    ["a foreword", (text: string) => `Our changes:\n- see below\n\n${text}`],
  ])("reads it with %s", (_what, change) => {
    expect(short(change(TEXT))).toEqual(EXPECTED);
  });

  test("entries without a heading, without a dash, with stars, or with a heading in their midst", () => {
    const text = "Version: 1.0\n- one\n* two\nthree\n  Info:\n    - four: five\n      Note:\n";
    expect(short(text)).toEqual([["1.0", undefined, ["", "one", "two", "three"], ["Info", "four: five\nNote:"]]]);
  });

  test("words behind the version are no part of it; a heading without entries is left out", () => {
    expect(short("Version: 1.2.3 (beta)\n  Features:\n")).toEqual([["1.2.3", undefined]]);
    expect(short("Version: next\n  Features:\n    - x\n")).toEqual([]);
    expect(short("")).toEqual([]);
  });

  test("law: any text is read", () => {
    const line = fc.oneof(
      fc.constantFrom("Version: 1.0.0", "Date: x", "  A:", "    - b", "      c", DASHES, "", "\t- d"),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const { categories } of parseChangelog(lines.join("\n"))) {
          for (const { entries } of categories) expect(entries.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("changelogBetween", () => {
  const between = (from: string, to: string): string[] =>
    changelogBetween(TEXT, version(from), version(to)).map((section) => section.version.text);

  test("gives the sections after the one and up to the other, the newest first", () => {
    expect(between("1.0.0", "1.2.0")).toEqual(["1.2.0", "1.1.01"]);
    expect(between("1.0.5", "1.1.1")).toEqual(["1.1.01"]);
    expect(between("1.2.0", "1.2.0")).toEqual([]);
    expect(changelogBetween(TEXT.split(DASHES).toReversed().join(DASHES), version("0.1"), version("9.0"))).toHaveLength(
      3,
    );
  });

  test("gives what going back undoes", () => {
    expect(between("1.2.0", "1.0.0")).toEqual(["1.2.0", "1.1.01"]);
  });
});
