import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { version } from "../../testing/documents.ts";
import { type ChangelogSection, parseChangelog } from "./changelog.ts";
import { formatChangelog } from "./format-changelog.ts";

const DASHES = "-".repeat(99);

/** The first line that the game's reader refuses, by the rules of its documentation; undefined if it takes all. */
function refused(text: string): string | undefined {
  const versions = new Set<string>();
  let may: readonly string[] = ["section"];
  for (const line of text.split("\n").slice(0, -1)) {
    const found = /^Version: (?!0\.0\.0$)(\d{1,5}\.\d{1,5}\.\d{1,5})$/.exec(line)?.[1];
    const kind =
      line === DASHES
        ? "section"
        : found !== undefined && !versions.has(found)
          ? "version"
          : /^Date: \S/.test(line)
            ? "date"
            : /^ {2}\S.*:$/.test(line)
              ? "category"
              : /^ {4}- \S/.test(line)
                ? "entry"
                : /^ {6}\S/.test(line)
                  ? "more"
                  : "none";
    if (!may.includes(kind) || /\t|\s$/.test(line)) return line;
    if (found !== undefined) versions.add(found);
    may = {
      section: ["version"],
      version: ["date", "category", "section"],
      date: ["category", "section"],
      category: ["entry"],
      entry: ["entry", "more", "category", "section"],
      more: ["entry", "more", "category", "section"],
    }[kind as "section"];
  }
  return undefined;
}

const WRITTEN = `${DASHES}
Version: 1.2.0
Date: 2026-02-01
  Features:
    - Lamps can be painted.
      They keep their paint.
    - Belts hum.
  Changes:
    - Quieter belts.
${DASHES}
Version: 1.1.1
`;

describe("formatChangelog", () => {
  test("writes the game's format, which reads as it was", () => {
    expect(formatChangelog(parseChangelog(WRITTEN))).toBe(WRITTEN);
    expect(refused(WRITTEN)).toBeUndefined();
  });

  test("puts right what authors write beside the format", () => {
    const careless = `Version: 1.2\nDate:\t2026-02-01  \n\tFeatures:\n\t\t-\tLamps can be painted.\t\n\t\t\tThey keep their paint.\n\t\t- Belts hum.\n\t\t- Belts hum.\n-----\nVersion: 1.1.01\n-----\nVersion: 1.2.0\n  Changes:\n    - again\n-----\nVersion: 0.0.0\n  Changes:\n    - nothing yet\n`;
    expect(refused(careless)).toBeDefined();
    expect(formatChangelog(parseChangelog(careless))).toBe(WRITTEN.replace("  Changes:\n    - Quieter belts.\n", ""));
    expect(formatChangelog(parseChangelog("Version: 1.0.0\n- one\n"))).toContain("  Changes:\n    - one\n");
  });

  test("law: the game's rules hold for any sections", () => {
    const word = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom("a b", "c:", "- d", "\t", "\n e"),
    );
    const section = fc.record({
      version: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(70_000)).map(([a, b, c]) => version(`${a}.${b}.${c % 65_536}`)),
      date: fc.option(word, { nil: undefined }),
      categories: fc.array(fc.record({ name: word, entries: fc.array(word, { maxLength: 4 }) }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), (sections: readonly ChangelogSection[]) => {
        expect(refused(formatChangelog(sections))).toBeUndefined();
      }),
    );
  });
});
