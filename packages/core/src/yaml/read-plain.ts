import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./node.ts";
import { isEndOfLine, readInline, readKey } from "./read-inline.ts";

/**
 * Reads the subset of YAML in which lockfiles and manifests are usually written, in linear time and without a YAML
 * library: tables and lists by indentation, each value on the line of its key or item, comments. Its result is always
 * what a YAML reader would return.
 *
 * @returns undefined for any other text, which may still be valid YAML.
 */
export function readPlainYaml(text: string): YamlMapping | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  const cursor: Cursor = { text, indent: 0, start: 0, lineEnd: text.startsWith("\uFEFF") ? 0 : -1, keys: new Set() };
  nextLine(cursor);
  const root = cursor.indent === 0 ? readMapping(cursor, 1) : undefined;
  return cursor.indent < 0 ? root : undefined;
}

/** Control characters other than line breaks. */
const NOT_PLAIN = /[^\P{Cc}\r\n]|\r(?!\n)/u;

/** Deeper nested tables and lists are not read: real files do not have them. */
const MAX_DEPTH = 50;

const [NEWLINE, RETURN, BLANK, HASH, DASH] = [10, 13, 32, 35, 45];

/** The current line, which is neither blank nor a comment. The cursor moves over the text without copying it. */
interface Cursor {
  readonly text: string;
  /** The number of blanks before the line's text; -1 after the last line. */
  indent: number;
  /** The offset at which the line's text starts. */
  start: number;
  /** The offset of the newline that ends the line. */
  lineEnd: number;
  /** The plain keys that have been checked, since a lockfile repeats a few keys for every mod. */
  readonly keys: Set<string>;
}

function nextLine(cursor: Cursor): void {
  const { text } = cursor;
  let lineStart = cursor.lineEnd + 1;
  let start = lineStart;
  for (;;) {
    while (text.charCodeAt(start) === BLANK) start++;
    const code = text.charCodeAt(start);
    if (code === HASH) {
      const newline = text.indexOf("\n", start);
      start = newline < 0 ? text.length : newline + 1;
    } else if (code === NEWLINE || code === RETURN) start++;
    else break;
    lineStart = start;
  }
  const newline = text.indexOf("\n", start);
  cursor.start = start;
  cursor.lineEnd = newline < 0 ? text.length : newline;
  cursor.indent = start < text.length ? start - lineStart : -1;
}

function readMapping(cursor: Cursor, depth: number): YamlMapping | undefined {
  const { text, start, indent } = cursor;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  let end = start;
  while (cursor.indent === indent) {
    const simple = readSimple(cursor);
    if (simple) {
      const { key, value } = simple;
      if (seen.has(key.text)) return undefined;
      seen.add(key.text);
      end = value.end;
      entries.push(simple);
      continue;
    }
    const key = readKey(text, cursor.start, cursor.keys);
    if (!key || seen.has(key.text)) return undefined;
    seen.add(key.text);
    const value = readValue(cursor, key.end + 1, depth);
    if (!value) return undefined;
    end = value.end;
    entries.push({ key, value });
  }
  return entries.length > 0 ? { kind: "mapping", flow: false, entries, start, end } : undefined;
}

/** A plain key with a text in quotes, before a line that is neither blank nor a comment: most lines of our files. */
const SIMPLE = /([A-Za-z0-9_](?:[A-Za-z0-9_ .-]{0,200}[A-Za-z0-9_-])?): "([^"\\\n\r]*)"\n( *)(?=[^ \n\r#])/y;

/** Such a line, read at once, which spares most of the time; the cursor moves on. Undefined for any other. */
function readSimple(cursor: Cursor): { readonly key: YamlScalar; readonly value: YamlScalar } | undefined {
  const { text, start } = cursor;
  SIMPLE.lastIndex = start;
  const match = SIMPLE.exec(text);
  if (match === null) return undefined;
  const [, key = "", value = "", blanks = ""] = match;
  const from = start + key.length + 2;
  const end = from + value.length + 2;
  cursor.indent = blanks.length;
  cursor.start = SIMPLE.lastIndex;
  const newline = text.indexOf("\n", cursor.start);
  cursor.lineEnd = newline < 0 ? text.length : newline;
  return {
    key: { kind: "scalar", text: key, style: "plain", start, end: start + key.length },
    value: { kind: "scalar", text: value, style: "quoted", start: from, end },
  };
}

/** Reads the value after a key's colon, on the same line or on the lines below. */
function readValue(cursor: Cursor, colonEnd: number, depth: number): YamlNode | undefined {
  const { text, indent } = cursor;
  if (isEndOfLine(text, colonEnd)) {
    nextLine(cursor);
    return cursor.indent > indent || (cursor.indent === indent && isItem(cursor))
      ? readBlock(cursor, depth + 1)
      : undefined;
  }
  return text.charCodeAt(colonEnd) === BLANK ? readRestOfLine(cursor, colonEnd) : undefined;
}

/** Reads a value that takes the rest of the line, and moves to the next line. */
function readRestOfLine(cursor: Cursor, from: number): YamlNode | undefined {
  const { text } = cursor;
  const value = readInline(text, from);
  if (!value || !isEndOfLine(text, value.end)) return undefined;
  nextLine(cursor);
  return value;
}

function readBlock(cursor: Cursor, depth: number): YamlMapping | YamlSequence | undefined {
  if (depth > MAX_DEPTH) return undefined;
  return isItem(cursor) ? readSequence(cursor) : readMapping(cursor, depth);
}

function isItem({ text, start }: Cursor): boolean {
  return text.charCodeAt(start) === DASH && text.charCodeAt(start + 1) === BLANK;
}

function readSequence(cursor: Cursor): YamlSequence | undefined {
  const { start, indent } = cursor;
  const items: YamlNode[] = [];
  let end = start;
  while (cursor.indent === indent && isItem(cursor)) {
    const item = readRestOfLine(cursor, cursor.start + 1);
    if (!item) return undefined;
    items.push(item);
    end = item.end;
  }
  return { kind: "sequence", items, start, end };
}
