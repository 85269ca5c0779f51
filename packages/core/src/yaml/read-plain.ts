import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./node.ts";

/**
 * Reads the narrow form of YAML in which lockfiles and most manifests are written, line by line and without a YAML
 * library: tables and lists indented by two blanks a level; `"…"` with JSON's escapes, plain words and paths, `{}`, `[]`
 * and `{ key: … }` as values; comments. Whatever it reads, it reads as YAML does.
 *
 * @returns undefined for any other text, which says nothing about whether that text is YAML.
 */
export function readPlainYaml(text: string): YamlMapping | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  const cursor: Cursor = { text, indent: 0, start: 0, end: -1, lineEnd: -1, comment: 0, keys: new Set() };
  nextLine(cursor);
  const root = readMapping(cursor, 0);
  return cursor.indent < 0 ? root : undefined;
}

/** Control characters other than the ends of lines, and lines of blanks only. */
const NOT_PLAIN = /[^\P{Cc}\r\n]|\r(?!\n)|^ +\r?$/mu;

const [NEWLINE, RETURN, BLANK, QUOTE, HASH, DASH] = [10, 13, 32, 34, 35, 45];

/** A line that is neither blank nor a comment. It moves; nothing is copied out of the text. */
interface Cursor {
  readonly text: string;
  /** The blanks before the line's text; -1 behind the last line. */
  indent: number;
  /** Where the line's text starts and ends, without a comment behind it. */
  start: number;
  end: number;
  /** Where the next `#` is that stands behind a blank; Infinity when there is none. */
  comment: number;
  /** Where the newline behind it is. */
  lineEnd: number;
  /** The plain keys that were checked already: in a lockfile the same few stand at every mod. */
  readonly keys: Set<string>;
}

function nextLine(cursor: Cursor): void {
  const { text } = cursor;
  let lineStart: number;
  let start: number;
  do {
    lineStart = cursor.lineEnd + 1;
    for (
      let code = text.charCodeAt(lineStart);
      code === NEWLINE || code === RETURN;
      code = text.charCodeAt(lineStart)
    ) {
      lineStart++;
    }
    start = lineStart;
    while (text.charCodeAt(start) === BLANK) start++;
    const newline = text.indexOf("\n", start);
    cursor.lineEnd = newline < 0 ? text.length : newline;
  } while (text.charCodeAt(start) === HASH);
  cursor.start = start;
  cursor.end = text.charCodeAt(cursor.lineEnd - 1) === RETURN ? cursor.lineEnd - 1 : cursor.lineEnd;
  cursor.indent = start < text.length ? start - lineStart : -1;
  if (cursor.comment < start) cursor.comment = commentFrom(text, start);
  if (cursor.comment < cursor.end) cutComment(cursor);
}

function commentFrom(text: string, start: number): number {
  const blank = text.indexOf(" #", start);
  return blank < 0 ? Number.POSITIVE_INFINITY : blank + 1;
}

/** Takes the comment off the line's end; one with a quote in it stays, and no value ends like that. */
function cutComment(cursor: Cursor): void {
  const { text, start } = cursor;
  const quote = text.lastIndexOf('"', cursor.end);
  const comment = quote < cursor.comment ? cursor.comment : commentFrom(text, quote);
  if (comment >= cursor.end) return;
  cursor.end = comment;
  while (cursor.end > start && text.charCodeAt(cursor.end - 1) === BLANK) cursor.end--;
}

function readMapping(cursor: Cursor, indent: number): YamlMapping | undefined {
  const { text, start } = cursor;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  let end = start;
  while (cursor.indent === indent) {
    const key = readKey(cursor);
    if (!key || seen.has(key.text)) return undefined;
    seen.add(key.text);
    end = cursor.end;
    let value: YamlNode | undefined;
    if (key.end + 1 === cursor.end) {
      nextLine(cursor);
      value = cursor.indent === indent + 2 ? readBlock(cursor) : undefined;
      if (value) end = value.end;
    } else if (text.charCodeAt(key.end + 1) === BLANK) {
      value = readValue(text, key.end + 2, cursor.end);
      nextLine(cursor);
    }
    if (!value) return undefined;
    entries.push({ key, value });
  }
  return entries.length > 0 ? { kind: "mapping", flow: false, entries, start, end } : undefined;
}

function readBlock(cursor: Cursor): YamlMapping | YamlSequence | undefined {
  return isItem(cursor) ? readSequence(cursor) : readMapping(cursor, cursor.indent);
}

function isItem({ text, start }: Cursor): boolean {
  return text.charCodeAt(start) === DASH && text.charCodeAt(start + 1) === BLANK;
}

function readSequence(cursor: Cursor): YamlSequence | undefined {
  const { text, start, indent } = cursor;
  const items: YamlNode[] = [];
  let end = start;
  while (cursor.indent === indent) {
    const item = isItem(cursor) ? readScalar(text, cursor.start + 2, cursor.end) : undefined;
    if (!item) return undefined;
    items.push(item);
    end = cursor.end;
    nextLine(cursor);
  }
  return { kind: "sequence", items, start, end };
}

const PLAIN_KEY = /^[A-Za-z0-9_](?:[A-Za-z0-9_ .-]*[A-Za-z0-9_-])?$/;

/** The key at the start of the line, which a colon must follow. */
function readKey({ text, start, end, keys }: Cursor): YamlScalar | undefined {
  if (text.charCodeAt(start) === QUOTE) {
    const length = /^"(?:[^"\\]|\\.)*"(?=:)/.exec(text.slice(start, end))?.[0].length;
    return length === undefined ? undefined : readScalar(text, start, start + length);
  }
  const colon = text.indexOf(":", start);
  if (colon < 0 || colon >= end) return undefined;
  const key = text.slice(start, colon);
  if (!keys.has(key)) {
    if (!PLAIN_KEY.test(key)) return undefined;
    keys.add(key);
  }
  return { kind: "scalar", text: key, style: "plain", start, end: colon };
}

function readValue(text: string, start: number, end: number): YamlNode | undefined {
  if (text.charCodeAt(start) === QUOTE) return readScalar(text, start, end);
  const written = text.slice(start, end);
  if (written === "{}") return { kind: "mapping", flow: true, entries: [], start, end };
  if (written === "[]") return { kind: "sequence", items: [], start, end };
  const name = /^\{ ([a-z]+): (?:".*"|[^" ]+) \}$/.exec(written)?.[1];
  if (name === undefined) return readScalar(text, start, end);
  const keyEnd = start + 2 + name.length;
  const value = readScalar(text, keyEnd + 2, end - 2);
  if (!value) return undefined;
  const key: YamlScalar = { kind: "scalar", text: name, style: "plain", start: start + 2, end: keyEnd };
  return { kind: "mapping", flow: true, entries: [{ key, value }], start, end };
}

/** A word, a version, a simple range or a path. */
const PLAIN_VALUE = /^(?:[A-Za-z0-9_]|[\^~](?=\d)|\.{0,2}\/)[A-Za-z0-9_./-]*$/;

function readScalar(text: string, start: number, end: number): YamlScalar | undefined {
  const written = text.slice(start, end);
  if (text.charCodeAt(start) !== QUOTE) {
    return PLAIN_VALUE.test(written) ? { kind: "scalar", text: written, style: "plain", start, end } : undefined;
  }
  const last = end - 1;
  if (!written.includes("\\")) {
    const whole = last > start && text.indexOf('"', start + 1) === last;
    return whole ? { kind: "scalar", text: written.slice(1, -1), style: "quoted", start, end } : undefined;
  }
  if (!/^"(?:[^"\\]|\\.)*"$/.test(written)) return undefined;
  try {
    return { kind: "scalar", text: JSON.parse(written), style: "quoted", start, end };
  } catch {
    return undefined;
  }
}
