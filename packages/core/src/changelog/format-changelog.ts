import { cleanText } from "../text/clean-text.ts";
import { formatPacked } from "../version/version.ts";
import type { ChangelogCategory, ChangelogSection } from "./changelog.ts";

/** A section begins with exactly so many. Source: docs/factorio.md, 4.9. */
const DASHES = "-".repeat(99);

/**
 * Writes a changelog as the game reads it: 99 dashes, the version as three numbers directly below, no tabs, no blanks at the
 * ends of lines. A version stands once: the first of its sections counts. Version 0.0.0, which the game refuses, and entries
 * without a word are left out; entries without a heading come under `Changes`.
 *
 * @example formatChangelog(parseChangelog(text))
 */
export function formatChangelog(sections: readonly ChangelogSection[]): string {
  const seen = new Set([0]);
  return sections
    .filter(({ version: { packed } }) => !seen.has(packed) && seen.add(packed))
    .map(sectionText)
    .join("");
}

function sectionText({ version, date, categories }: ChangelogSection): string {
  const shownDate = date === undefined ? "" : oneLine(date);
  const byName = new Map<string, string[]>();
  for (const { name, entries } of categories.map(cleaned)) {
    const known = byName.get(name) ?? [];
    byName.set(name, [...known, ...entries.filter((entry) => !known.includes(entry))]);
  }
  const lines = [
    DASHES,
    `Version: ${formatPacked(version.packed)}`,
    ...(shownDate === "" ? [] : [`Date: ${shownDate}`]),
    ...[...byName].flatMap(([name, entries]) => (entries.length > 0 ? [`  ${name}:`, ...entries] : [])),
  ];
  return `${lines.join("\n")}\n`;
}

function cleaned({ name, entries }: ChangelogCategory): ChangelogCategory {
  const written = entries.map(entryText).filter((entry) => entry !== "");
  return { name: oneLine(name).replace(/[:\s]+$/, "") || "Changes", entries: [...new Set(written)] };
}

/** An entry with its further lines indented below it; empty if it has no word. */
function entryText(entry: string): string {
  const [first, ...more] = entry
    .split(/\r\n|\n|\r/)
    .map(oneLine)
    .filter((line) => line !== "");
  return first === undefined ? "" : [`    - ${first}`, ...more.map((line) => `      ${line}`)].join("\n");
}

function oneLine(text: string): string {
  return cleanText(text).trim();
}
