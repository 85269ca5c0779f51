import { formatPacked, parseVersion, readVersion, type Version } from "../version/version.ts";

/** One version's section of a mod's changelog.txt. */
export interface ChangelogSection {
  readonly version: Version;
  /** As written, trimmed; undefined if there is none. */
  readonly date: string | undefined;
  readonly categories: readonly ChangelogCategory[];
}

/** A heading such as `Features` with its entries. */
export interface ChangelogCategory {
  /** Without the colon; empty for entries without a heading. */
  readonly name: string;
  /** Without the leading dash; lines after the first are joined by newlines. */
  readonly entries: readonly string[];
}

/** Longer texts are truncated: a changelog is only for display. */
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * Reads a changelog in the game's format: sections separated by lines of dashes, `Version: 1.2.3`, `Date: …`, headings
 * that end with a colon, entries that start with a dash, and continuation lines indented below them. Deviations are
 * tolerated as far as possible: tabs, CRLF, short or missing dash lines, missing headings. Text before the first
 * version is ignored.
 *
 * @returns the sections, in the order of the text.
 */
export function parseChangelog(text: string): ChangelogSection[] {
  const sections: SectionDraft[] = [];
  for (const raw of text
    .slice(0, MAX_LENGTH)
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    const version = /^version\s*(?::\s*)?v?(\d.*)$/is.exec(line)?.[1];
    const read = version === undefined ? undefined : readVersion(version);
    if (read) {
      sections.push({
        version: parseVersion(read.text) ?? withoutSuffix(read),
        date: undefined,
        categories: [],
        entryIndent: undefined,
      });
      continue;
    }
    const section = sections.at(-1);
    if (section) addLine(section, indentOf(raw), line);
  }
  return sections.map(({ version, date, categories }) => ({
    version,
    date,
    categories: categories.filter(({ entries }) => entries.length > 0),
  }));
}

/**
 * The sections of the versions after `from`, up to and including `to`, newest first. If `to` is older than `from`, the
 * sections that a downgrade undoes.
 */
export function changelogBetween(text: string, from: Version, to: Version): ChangelogSection[] {
  const low = Math.min(from.packed, to.packed);
  const high = Math.max(from.packed, to.packed);
  return parseChangelog(text)
    .filter(({ version: { packed } }) => low < packed && packed <= high)
    .sort((a, b) => b.version.packed - a.version.packed);
}

interface SectionDraft {
  readonly version: Version;
  date: string | undefined;
  readonly categories: { readonly name: string; readonly entries: string[] }[];
  /** The indentation of the last entry: lines indented more belong to it. Undefined if there is no entry yet. */
  entryIndent: number | undefined;
}

/** The game's format indents an entry by four columns, a heading by two. */
const ENTRY_INDENT = 4;

/** The width of a line's indentation in columns; a tab counts as two. */
function indentOf(raw: string): number {
  const blanks = raw.slice(0, raw.length - raw.trimStart().length);
  return blanks.replaceAll("\t", "  ").length;
}

function addLine(section: SectionDraft, indent: number, line: string): void {
  if (line === "") return;
  const category = section.categories.at(-1);
  if (/^[-=]{5,}$/.test(line)) {
    section.entryIndent = undefined;
    return;
  }
  const entry = /^[-*•]\s*(.*)$/s.exec(line)?.[1];
  const isHeading =
    entry === undefined && line.endsWith(":") && (indent < ENTRY_INDENT || section.entryIndent === undefined);
  if (category && section.entryIndent !== undefined && indent > section.entryIndent && !isHeading) {
    category.entries.push(`${category.entries.pop() ?? ""}\n${line}`);
    return;
  }
  const date = /^date\s*:\s*(.*)$/is.exec(line)?.[1];
  if (date !== undefined && !category) section.date = date === "" ? undefined : date;
  else if (isHeading) {
    section.categories.push({ name: line.slice(0, -1).trim(), entries: [] });
    section.entryIndent = undefined;
  } else {
    entriesOf(section).push(entry ?? line);
    section.entryIndent = indent;
  }
}

function entriesOf(section: SectionDraft): string[] {
  const last = section.categories.at(-1);
  if (last) return last.entries;
  const first = { name: "", entries: [] };
  section.categories.push(first);
  return first.entries;
}

/** Removes text after the version: `1.2.3 (beta)` is 1.2.3. */
function withoutSuffix({ text, packed }: Version): Version {
  return { text: /^\d+\.\d+(?:\.\d+)?/.exec(text)?.[0] ?? formatPacked(packed), packed };
}
