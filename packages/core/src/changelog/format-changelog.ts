import { cleanText } from "../text/clean-text.ts";
import { formatPacked } from "../version/version.ts";
import type { ChangelogCategory, ChangelogSection } from "./changelog.ts";

/** The line that begins a section: exactly 99 dashes. Source: docs/factorio.md, 4.9. */
const DASHES = "-".repeat(99);

/**
 * Writes a changelog as the game reads it: 99 dashes, the version as three numbers on the next line, no tabs, no
 * trailing blanks. Each version appears once, with its first section. Version 0.0.0, which the game rejects, and empty
 * entries are left out; entries without a heading are listed under `Changes`.
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
  for (const { name, entries } of categories.map(cleanCategory)) {
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

function cleanCategory({ name, entries }: ChangelogCategory): ChangelogCategory {
  const texts = entries.map(entryText).filter((entry) => entry !== "");
  return { name: oneLine(name).replace(/[:\s]+$/, "") || "Changes", entries: [...new Set(texts)] };
}

/** An entry with its continuation lines indented below it; an empty string if the entry is blank. */
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
