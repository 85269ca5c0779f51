import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./node.ts";

const [NEWLINE, RETURN, BLANK, QUOTE, HASH, APOSTROPHE, COMMA, COLON] = [10, 13, 32, 34, 35, 39, 44, 58];
const [OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_TABLE, CLOSE_TABLE] = [91, 92, 93, 123, 125];

/** Deeper nested brackets are not read: real files do not have them. */
const MAX_DEPTH = 20;

/** The longest key. YAML's own limit is 1,024 characters, including blanks and quotes. */
const MAX_KEY = 1000;

/** Whether the rest of the line has only blanks and a comment. */
export function isEndOfLine(text: string, from: number): boolean {
  const at = skipBlanks(text, from);
  const code = text.charCodeAt(at);
  return at >= text.length || code === NEWLINE || code === RETURN || (code === HASH && at > from);
}

/** Reads the key at the start of a line or of an entry in braces; undefined unless a colon follows. */
export function readKey(text: string, start: number, known: Set<string>): YamlScalar | undefined {
  const first = text.charCodeAt(start);
  if (first === QUOTE || first === APOSTROPHE) {
    const key = readQuoted(text, start);
    return key && key.end - start <= MAX_KEY && text.charCodeAt(key.end) === COLON ? key : undefined;
  }
  let colon = start;
  const last = start + MAX_KEY;
  for (let code = first; code !== COLON; code = text.charCodeAt(++colon)) {
    if (code === NEWLINE || colon > last || Number.isNaN(code)) return undefined;
  }
  const key = text.slice(start, colon);
  if (!known.has(key)) {
    if (!PLAIN_KEY.test(key)) return undefined;
    known.add(key);
  }
  return { kind: "scalar", text: key, style: "plain", start, end: colon };
}

const PLAIN_KEY = /^[A-Za-z0-9_](?:[A-Za-z0-9_ .-]*[A-Za-z0-9_-])?$/;

/** Reads a value on one line: `"…"` with JSON's escapes, `'…'`, plain words, and lists and tables in brackets. */
export function readInline(text: string, from: number): YamlNode | undefined {
  const start = skipBlanks(text, from);
  return readCollection(text, start, 1) ?? readQuoted(text, start) ?? readPlain(text, start, PLAIN_VALUE);
}

function readCollection(text: string, start: number, depth: number): YamlMapping | YamlSequence | undefined {
  const code = text.charCodeAt(start);
  if (depth > MAX_DEPTH) return undefined;
  if (code === OPEN_LIST) return readList(text, start, depth);
  return code === OPEN_TABLE ? readTable(text, start, depth) : undefined;
}

function readList(text: string, start: number, depth: number): YamlSequence | undefined {
  const items: YamlNode[] = [];
  for (let at = skipBlanks(text, start + 1); ; ) {
    if (text.charCodeAt(at) === CLOSE_LIST && items.length === 0)
      return { kind: "sequence", items, start, end: at + 1 };
    const item = readPart(text, at, depth);
    if (!item) return undefined;
    items.push(item);
    at = skipBlanks(text, item.end);
    const code = text.charCodeAt(at);
    if (code === CLOSE_LIST) return { kind: "sequence", items, start, end: at + 1 };
    if (code !== COMMA) return undefined;
    at = skipBlanks(text, at + 1);
  }
}

function readTable(text: string, start: number, depth: number): YamlMapping | undefined {
  const entries: YamlEntry[] = [];
  const checked = new Set<string>();
  const seen = new Set<string>();
  const table = (end: number): YamlMapping => ({ kind: "mapping", flow: true, entries, start, end });
  for (let at = skipBlanks(text, start + 1); ; ) {
    if (text.charCodeAt(at) === CLOSE_TABLE && entries.length === 0) return table(at + 1);
    const key = readKey(text, at, checked);
    if (!key || seen.has(key.text)) return undefined;
    seen.add(key.text);
    if (text.charCodeAt(key.end + 1) !== BLANK) return undefined;
    const value = readPart(text, skipBlanks(text, key.end + 1), depth);
    if (!value) return undefined;
    entries.push({ key, value });
    at = skipBlanks(text, value.end);
    const code = text.charCodeAt(at);
    if (code === CLOSE_TABLE) return table(at + 1);
    if (code !== COMMA) return undefined;
    at = skipBlanks(text, at + 1);
  }
}

/** Reads an item or value within brackets. */
function readPart(text: string, start: number, depth: number): YamlNode | undefined {
  return readCollection(text, start, depth + 1) ?? readQuoted(text, start) ?? readPlain(text, start, PLAIN_PART);
}

/** A plain word, number, version, simple range or path within brackets. */
const PLAIN_PART = /(?:[A-Za-z0-9_]|[\^~](?=\d)|-(?=[\d.])|\.(?=\d)|\.{0,2}\/)[A-Za-z0-9_./-]*/y;

/** The same outside brackets, where any further words may follow, up to a colon or `#`. */
const PLAIN_VALUE = /(?:[A-Za-z0-9_<=]|[\^~](?=\d)|-(?=[\d.])|\.(?=\d)|\.{0,2}\/)[^:#\r\n]*/y;

function readPlain(text: string, start: number, form: RegExp): YamlScalar | undefined {
  form.lastIndex = start;
  if (!form.test(text)) return undefined;
  let end = form.lastIndex;
  while (text.charCodeAt(end - 1) === BLANK) end--;
  return { kind: "scalar", text: text.slice(start, end), style: "plain", start, end };
}

function readQuoted(text: string, start: number): YamlScalar | undefined {
  const quote = text.charCodeAt(start);
  if (quote === APOSTROPHE) return readApostrophes(text, start);
  if (quote !== QUOTE) return undefined;
  let end = start + 1;
  let hasEscape = false;
  for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
    if (code === NEWLINE || Number.isNaN(code)) return undefined;
    if (code === BACKSLASH) hasEscape = true;
    end += code === BACKSLASH ? 2 : 1;
  }
  end += 1;
  if (!hasEscape) return { kind: "scalar", text: text.slice(start + 1, end - 1), style: "quoted", start, end };
  try {
    return { kind: "scalar", text: JSON.parse(text.slice(start, end)) as string, style: "quoted", start, end };
  } catch {
    return undefined;
  }
}

function readApostrophes(text: string, start: number): YamlScalar | undefined {
  let end = start + 1;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if (code === NEWLINE || Number.isNaN(code)) return undefined;
    if (code !== APOSTROPHE) continue;
    if (text.charCodeAt(end + 1) !== APOSTROPHE) break;
    end++;
  }
  const content = text.slice(start + 1, end).replaceAll("''", "'");
  return { kind: "scalar", text: content, style: "quoted", start, end: end + 1 };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === BLANK) at++;
  return at;
}
