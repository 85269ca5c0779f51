import { isEmptyNode, type YamlMapping } from "../yaml/node.ts";
import { printKey } from "../yaml/print.ts";
import { appendLines, insertEntry, removeEntry, replaceValue } from "./edit-text.ts";

/**
 * Sets a value inside nested tables of a manifest's text, such as `settings`, `startup`, NAME. Missing tables are
 * created; without a value the entry is removed, and so is each table that would be left empty.
 *
 * @param printed the value as YAML on one line; undefined to remove it
 */
export function editNested(
  text: string,
  root: YamlMapping,
  path: readonly string[],
  printed: string | undefined,
): string {
  const [key = "", ...rest] = path;
  const entry = root.entries.find((other) => other.key.text === key);
  if (printed === undefined) return removeNested(text, root, path);
  if (rest.length === 0)
    return entry ? replaceValue(text, entry, () => printed) : insertEntry(text, root, key, printed);
  const table = entry?.value;
  if (table?.kind === "mapping" && table.entries.length > 0) return editNested(text, table, rest, printed);
  const inner = flowOf(rest, printed);
  if (entry && (table?.kind === "mapping" || (table && !isEmptyNode(table))))
    return replaceValue(text, entry, () => inner);
  if (entry) return replaceValue(text, entry, () => (text[entry.value.start - 1] === ":" ? ` ${inner}` : inner));
  if (root.flow) return insertEntry(text, root, key, inner);
  return appendLines(text, root, linesOf(path, printed));
}

/** Nested tables in braces, on one line: `{ startup: { loud: true } }`. */
function flowOf(path: readonly string[], printed: string): string {
  return path.reduceRight((inner, key) => `{ ${printKey(key)}: ${inner} }`, printed);
}

function linesOf(path: readonly string[], printed: string): string[] {
  return path.map((key, depth) => {
    const value = depth === path.length - 1 ? ` ${printed}` : "";
    return `${"  ".repeat(depth)}${printKey(key)}:${value}`;
  });
}

/** Removes the outermost entry that holds nothing else. */
function removeNested(text: string, root: YamlMapping, path: readonly string[]): string {
  let table = root;
  let last: { readonly table: YamlMapping; readonly key: string } | undefined;
  for (const [depth, key] of path.entries()) {
    const entry = table.entries.find((other) => other.key.text === key);
    if (!entry) return text;
    if (!last || depth === 0 || table.entries.length > 1) last = { table, key };
    if (depth === path.length - 1) break;
    if (entry.value.kind !== "mapping") return text;
    table = entry.value;
  }
  const found = last?.table.entries.find((other) => other.key.text === last.key);
  return last && found ? removeEntry(text, last.table, found) : text;
}
