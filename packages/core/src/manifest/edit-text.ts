import { compareNames } from "../mod/mod-name.ts";
import type { YamlEntry, YamlMapping } from "../yaml/node.ts";
import { printKey } from "../yaml/print.ts";

/** Replaces an entry's value. `print` receives the old value's text, or `""` for a table. */
export function replaceValue(text: string, { key, value }: YamlEntry, print: (like: string) => string): string {
  const end = endOfValue(text, value);
  const old = value.kind === "scalar" ? text.slice(value.start, end) : '""';
  const between = text.slice(key.end, value.start);
  // The new value of a table on separate lines goes next to its key, unless there is a comment in between.
  const start = between.trim() === ":" && between.includes("\n") ? key.end + between.indexOf(":") + 1 : value.start;
  return splice(text, start, end, `${start < value.start ? " " : ""}${print(old)}`);
}

/** Removes an entry: its lines with trailing comments, or its part of a table in braces. */
export function removeEntry(text: string, table: YamlMapping, entry: YamlEntry): string {
  if (!table.flow)
    return splice(text, lineStart(text, entry.key.start), lineEnd(text, endOfValue(text, entry.value)), "");
  const at = table.entries.indexOf(entry);
  const next = table.entries[at + 1];
  const previous = table.entries[at - 1];
  if (next) return splice(text, entry.key.start, next.key.start, "");
  if (previous) return splice(text, previous.value.end, entry.value.end, "");
  return splice(text, table.start, table.end, "{}");
}

/**
 * Inserts an entry into a table that is not empty: after the first key of `after` that is present. Without `after` it
 * is inserted in key order if the keys are sorted, otherwise at the end.
 */
export function insertEntry(
  text: string,
  table: YamlMapping,
  name: string,
  value: string,
  after?: readonly string[],
): string {
  const { entries } = table;
  const wanted = after?.map((key) => entries.findIndex((entry) => entry.key.text === key)).find((at) => at >= 0);
  const at = wanted === undefined ? sortedIndex(name, entries) : wanted + 1;
  const printed = `${printKey(name)}: ${value}`;
  const next = entries[at];
  const previous = entries[at - 1];
  if (table.flow) {
    if (next) return splice(text, next.key.start, next.key.start, `${printed}, `);
    const end = previous ? endOfValue(text, previous.value) : table.start + 1;
    return splice(text, end, end, `, ${printed}`);
  }
  const sample = (next ?? previous)?.key.start ?? 0;
  const indent = text.slice(lineStart(text, sample), sample);
  if (previous) return insertLine(text, lineEnd(text, endOfValue(text, previous.value)), `${indent}${printed}`);
  return insertLine(text, aboveComments(text, lineStart(text, sample)), `${indent}${printed}`);
}

/** Inserts the first mod into a `mods` table that is absent, empty, or `{}`. */
export function insertTable(
  text: string,
  root: YamlMapping,
  mods: YamlEntry | undefined,
  name: string,
  value: string,
): string {
  const printed = `${printKey(name)}: ${value}`;
  if (root.flow) {
    if (mods)
      return splice(
        text,
        mods.value.start,
        mods.value.end,
        `${mods.value.start === mods.value.end ? " " : ""}{ ${printed} }`,
      );
    return insertEntry(text, root, "mods", `{ ${printed} }`, root.entries.map(({ key }) => key.text).reverse());
  }
  const newline = newlineOf(text);
  if (!mods) return insertLine(text, text.length, `mods:${newline}  ${printed}`);
  const start = text.slice(0, mods.value.start).trimEnd().length;
  const open = mods.value.kind === "mapping" ? splice(text, start, mods.value.end, "") : text;
  return insertLine(open, belowComments(open, lineEnd(open, mods.key.end)), `  ${printed}`);
}

/** The source text of an entry's value. */
export interface EntrySource {
  /** Everything from the colon to the end of the value's last line. */
  readonly value: string;
  readonly plain: string;
  /** The comment at the end of the line; `""` if there is none. */
  readonly comment: string;
}

/** The source text of an entry's value, with and without its trailing comment. */
export function entrySource(text: string, { key, value }: YamlEntry): EntrySource {
  const end = endOfValue(text, value);
  const line = text.slice(end, lineEnd(text, end)).trimEnd();
  const start = text.indexOf(":", key.end) + 1;
  return {
    value: `${text.slice(start, end)}${line}`.replace(/^[ \t]+/, ""),
    plain: text.slice(value.start, end),
    comment: /#.*$/.exec(line)?.[0].trim() ?? "",
  };
}

/** The comment lines directly above an entry, without their indentation. */
export function commentsAbove(text: string, { key }: YamlEntry): string[] {
  const start = lineStart(text, key.start);
  const above = text.slice(aboveComments(text, start), start);
  return above === ""
    ? []
    : above
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => line.trim());
}

/** Replaces an entry's value together with everything that follows it on its line. */
export function replaceSource(text: string, { key, value }: YamlEntry, source: string): string {
  const start = text.indexOf(":", key.end) + 1;
  const end = endOfValue(text, value);
  const lineStop = end + text.slice(end, lineEnd(text, end)).trimEnd().length;
  return splice(text, start, lineStop, withLeadingBlank(withNewlinesOf(text, source)));
}

/** Like `insertEntry`, but for a table on separate lines, with comment lines above the entry. */
export function insertSource(
  text: string,
  table: YamlMapping,
  name: string,
  comments: readonly string[],
  source: string,
  atEnd: boolean,
): string {
  const { entries } = table;
  const at = atEnd ? entries.length : sortedIndex(name, entries);
  const previous = entries[at - 1];
  const sample = (entries[at] ?? previous)?.key.start ?? 0;
  const indent = text.slice(lineStart(text, sample), sample);
  const lines = [...comments, `${printKey(name)}:${withLeadingBlank(withNewlinesOf(text, source))}`];
  const block = lines.map((line) => `${indent}${line}`).join(newlineOf(text));
  if (previous) return insertLine(text, lineEnd(text, endOfValue(text, previous.value)), block);
  return insertLine(text, aboveComments(text, lineStart(text, sample)), block);
}

function withLeadingBlank(source: string): string {
  return /^[\r\n]/.test(source) ? source : ` ${source}`;
}

function withNewlinesOf(text: string, source: string): string {
  return source.replace(/\r?\n/g, newlineOf(text));
}

/** The index at which a name keeps the keys sorted; the number of keys if they are not sorted. */
function sortedIndex(name: string, entries: readonly YamlEntry[]): number {
  const names = entries.map(({ key }) => key.text);
  const folded = (a: string, b: string): number => compareNames(a.toLowerCase(), b.toLowerCase());
  const order = [compareNames, folded].find((compare) => isSorted(names, compare));
  const at = order ? names.findIndex((other) => order(other, name) > 0) : -1;
  return at < 0 ? names.length : at;
}

function isSorted(names: readonly string[], compare: (a: string, b: string) => number): boolean {
  return names.every((name, at) => at === 0 || compare(names[at - 1] as string, name) <= 0);
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Appends lines to a table on separate lines, or to the file if the table is empty. */
export function appendLines(text: string, table: YamlMapping, lines: readonly string[]): string {
  const newline = newlineOf(text);
  const last = table.entries.at(-1);
  const first = table.entries[0]?.key.start ?? 0;
  const indent = text.slice(lineStart(text, first), first);
  const at = last ? lineEnd(text, endOfValue(text, last.value)) : text.length;
  return insertLine(text, at, lines.map((line) => `${indent}${line}`).join(newline));
}

/** Inserts a line at an offset that is the start of a line or the end of the text. */
function insertLine(text: string, at: number, line: string): string {
  const newline = newlineOf(text);
  const missing = at > 0 && text[at - 1] !== "\n" ? newline : "";
  const closing = missing !== "" && at === text.length ? "" : newline;
  return splice(text, at, at, `${missing}${line}${closing}`);
}

function newlineOf(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** The end of a value without trailing white space: the range of a block scalar includes its line break. */
function endOfValue(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  return start + text.slice(start, end).trimEnd().length;
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

/** The offset after the newline that ends the line of `at`. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** The start of the comment lines directly above a line. */
function aboveComments(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!/^\s*#/.test(text.slice(above, at))) break;
    at = above;
  }
  return at;
}

/** The end of the indented comment lines that follow `start`. */
function belowComments(text: string, start: number): number {
  let at = start;
  while (at < text.length && /^[ \t]+#/.test(text.slice(at, lineEnd(text, at)))) at = lineEnd(text, at);
  return at;
}
