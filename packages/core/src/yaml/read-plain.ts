import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./node.ts";

/**
 * Reads the narrow form of YAML in which lockfiles are written, line by line and without a YAML library: tables and
 * lists indented by two blanks a level; `"…"` with JSON's escapes, plain words, `{}`, `[]` and `{ key: "…" }` as values;
 * comments only at the start. Whatever it reads, it reads as YAML does.
 *
 * @returns undefined for any other text, which says nothing about whether that text is YAML.
 */
export function readPlainYaml(text: string): YamlMapping | undefined {
  const lines = linesOf(text);
  const root = lines && readMapping({ lines, next: 0 }, 0);
  return root && root.next === lines?.length ? root.node : undefined;
}

/** A line that is neither blank nor a comment. */
interface Line {
  readonly indent: number;
  /** Without the indentation and the line's end. */
  readonly text: string;
  /** The offset of `text`. */
  readonly start: number;
}

interface Cursor {
  readonly lines: readonly Line[];
  readonly next: number;
}

type Read<Node> = { readonly node: Node; readonly next: number } | undefined;

function linesOf(text: string): Line[] | undefined {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const visibleEnd = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
    let first = start;
    while (first < visibleEnd && text.charCodeAt(first) === 32) first++;
    if (first === start && text.charCodeAt(first) === 35 && lines.length === 0) {
      // A comment before the first key.
    } else if (first < visibleEnd) {
      lines.push({ indent: first - start, text: text.slice(first, visibleEnd), start: first });
    } else if (first > start) {
      return undefined;
    }
    start = end + 1;
  }
  return lines;
}

const KEY = /^(?:([A-Za-z0-9_][A-Za-z0-9_ .-]*[A-Za-z0-9_-]|[A-Za-z0-9_])|("(?:[^"\\]|\\.)*")):(?: |$)/;

function readMapping({ lines, next }: Cursor, indent: number): Read<YamlMapping> {
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  const start = lines[next]?.start ?? 0;
  let at = next;
  for (let line = lines[at]; line && line.indent === indent; line = lines[at]) {
    const match = KEY.exec(line.text);
    const key = match && keyOf(match[1], match[2], line.start);
    if (!key || seen.has(key.text)) return undefined;
    seen.add(key.text);
    const rest = line.text.slice(match[0].length);
    const value = rest === "" ? readBlock({ lines, next: at + 1 }, indent + 2) : inline(rest, line, at);
    if (!value) return undefined;
    entries.push({ key, value: value.node });
    at = value.next;
  }
  if (entries.length === 0) return undefined;
  return { node: { kind: "mapping", flow: false, entries, start, end: endOf(lines, at) }, next: at };
}

function readBlock(cursor: Cursor, indent: number): Read<YamlNode> {
  const line = cursor.lines[cursor.next];
  if (line?.indent !== indent) return undefined;
  return line.text.startsWith("- ") ? readSequence(cursor, indent) : readMapping(cursor, indent);
}

function readSequence({ lines, next }: Cursor, indent: number): Read<YamlSequence> {
  const items: YamlNode[] = [];
  let at = next;
  for (let line = lines[at]; line && line.indent === indent; line = lines[at]) {
    const item = line.text.startsWith("- ") ? scalarOf(line.text.slice(2), line.start + 2) : undefined;
    if (!item) return undefined;
    items.push(item);
    at++;
  }
  return { node: { kind: "sequence", items, start: lines[next]?.start ?? 0, end: endOf(lines, at) }, next: at };
}

function endOf(lines: readonly Line[], next: number): number {
  const last = lines[next - 1];
  return last ? last.start + last.text.length : 0;
}

function inline(rest: string, line: Line, at: number): Read<YamlNode> {
  const node = valueOf(rest, line.start + line.text.length - rest.length);
  return node && { node, next: at + 1 };
}

function valueOf(text: string, start: number): YamlNode | undefined {
  const end = start + text.length;
  if (text === "{}") return { kind: "mapping", flow: true, entries: [], start, end };
  if (text === "[]") return { kind: "sequence", items: [], start, end };
  const table = /^\{ ([a-z]+): (".*") \}$/.exec(text);
  if (!table) return scalarOf(text, start);
  const key: YamlScalar = { kind: "scalar", text: table[1] as string, style: "plain", start: start + 2, end: 0 };
  const value = scalarOf(table[2] as string, key.start + key.text.length + 2);
  return (
    value && {
      kind: "mapping",
      flow: true,
      entries: [{ key: { ...key, end: key.start + key.text.length }, value }],
      start,
      end,
    }
  );
}

function keyOf(plain: string | undefined, quoted: string | undefined, start: number): YamlScalar | undefined {
  if (plain === undefined) return quoted === undefined ? undefined : scalarOf(quoted, start);
  return { kind: "scalar", text: plain, style: "plain", start, end: start + plain.length };
}

function scalarOf(text: string, start: number): YamlScalar | undefined {
  const end = start + text.length;
  if (/^"[^"\\\p{Cc}]*"$/u.test(text)) return { kind: "scalar", text: text.slice(1, -1), style: "quoted", start, end };
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text)) return { kind: "scalar", text, style: "plain", start, end };
  if (!/^"(?:[^"\\]|\\.)*"$/.test(text)) return undefined;
  try {
    return { kind: "scalar", text: JSON.parse(text), style: "quoted", start, end };
  } catch {
    return undefined;
  }
}
