import { FactorioLockError } from "../error.ts";
import type { Fault } from "../yaml/fault.ts";
import { isEmptyNode, type YamlEntry, type YamlMapping, type YamlNode } from "../yaml/node.ts";
import { readYaml } from "../yaml/read-yaml.ts";
import {
  commentsAbove,
  entrySource,
  insertEntry,
  insertSource,
  insertTable,
  removeEntry,
  replaceSource,
  replaceValue,
} from "./edit-text.ts";
import { parseManifest } from "./parse-manifest.ts";

/** Three versions of a manifest's text. */
export interface ManifestSides {
  /** The common ancestor; empty if the file is new on both sides. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** The result of a line-based merge, if it had no conflict. It is used if it means the same as the merge by keys. */
  readonly byLines?: string | undefined;
}

/** A merged manifest, or the keys that both sides changed differently. */
export type ManifestMerge =
  | { readonly kind: "merged"; readonly text: string }
  | { readonly kind: "conflict"; readonly keys: readonly string[] };

/**
 * Merges two manifests with a common ancestor, key by key: changes to two mods on neighbouring lines do not conflict,
 * different changes to one mod do. The result is our text with their changes and the comments of these. If a comment
 * would be lost, or the text would not mean what it should, that is a conflict too.
 *
 * @throws FactorioLockError `MANIFEST_INVALID` if one of the three is not a manifest.
 */
export function mergeManifests(sides: ManifestSides, file: string): ManifestMerge {
  const { base, ours, theirs, byLines } = sides;
  parseManifest(ours, `${file} (our side)`);
  parseManifest(theirs, `${file} (their side)`);
  if (base.trim() !== "") parseManifest(base, `${file} (before both)`);
  const [baseRoot, ourRoot, theirRoot] = [base, ours, theirs].map((text) => rootOf(text));
  const changes: Change[] = [];
  const conflicts: string[] = [];
  const mergedMeaning = compareTables([], baseRoot, ourRoot, theirRoot, changes, conflicts);
  if (conflicts.length > 0) return { kind: "conflict", keys: conflicts };
  const isMerged = (text: string): boolean => isManifest(text, file) && meaning(rootOf(text)) === mergedMeaning;
  if (byLines !== undefined && isMerged(byLines)) return { kind: "merged", text: byLines };
  let text = ours;
  const known = new Set([...commentsOf(base), ...commentsOf(ours)]);
  // Additions come before removals, since nothing can be added to a table that has lost its last entry.
  for (const change of changes.toSorted((a, b) => Number(a.entry === undefined) - Number(b.entry === undefined))) {
    const next = applyChange(text, change, theirs, known);
    if (next === undefined) return { kind: "conflict", keys: [change.path.join(".")] };
    text = next;
  }
  const kept = new Set(commentsOf(text));
  const before = new Set(commentsOf(base));
  const lost = [...commentsOf(ours), ...commentsOf(theirs)].some(
    (comment) => !before.has(comment) && !kept.has(comment),
  );
  return isMerged(text) && !lost
    ? { kind: "merged", text }
    : { kind: "conflict", keys: changes.map(({ path }) => path.join(".")) };
}

/** A change that only their side made: a key's new entry, or undefined if it was removed. */
interface Change {
  readonly path: readonly string[];
  readonly entry: YamlEntry | undefined;
}

/**
 * Compares three versions of a table, collects changes and conflicts, and returns the `meaning` of the merged table.
 */
function compareTables(
  path: readonly string[],
  base: YamlMapping | undefined,
  ours: YamlMapping | undefined,
  theirs: YamlMapping | undefined,
  changes: Change[],
  conflicts: string[],
): string {
  const tables = [base, ours, theirs].map(
    (table) => new Map((table?.entries ?? []).map((entry): [string, YamlEntry] => [entry.key.text, entry])),
  );
  const keys = new Set(tables.flatMap((table) => [...table.keys()]));
  const parts: [string, string][] = [];
  for (const key of keys) {
    const [b, o, t] = tables.map((table) => table.get(key));
    const [before, our, their] = [b, o, t].map((entry) => entry && meaning(entry.value));
    const here = [...path, key];
    if (before === their || our === their) {
      if (our !== undefined) parts.push([key, our]);
    } else if (before === our) {
      changes.push({ path: here, entry: t });
      if (their !== undefined) parts.push([key, their]);
    } else if ([o, t].every(isTable) && (b === undefined || isTable(b))) {
      const part = compareTables(here, tableOf(b), tableOf(o), tableOf(t), changes, conflicts);
      parts.push([key, part]);
    } else conflicts.push(here.join("."));
  }
  return printTable(parts);
}

/** Whether an entry is a table; a key without a value counts as an empty one. */
const isTable = (entry: YamlEntry | undefined): boolean =>
  entry !== undefined && (entry.value.kind === "mapping" || isEmptyNode(entry.value));

const tableOf = (entry: YamlEntry | undefined): YamlMapping | undefined =>
  entry?.value.kind === "mapping" ? entry.value : undefined;

/** A canonical text of a node: equal for equal content, whatever the order of keys and the style. */
function meaning(node: YamlNode | undefined): string {
  if (node === undefined || isEmptyNode(node)) return "{}";
  if (node.kind === "mapping") return printTable(node.entries.map(({ key, value }) => [key.text, meaning(value)]));
  if (node.kind === "sequence") return `[${node.items.map(meaning).join()}]`;
  // Words and numbers that would mean something else in quotes.
  const isWord = node.style === "plain" && /^(?:true|false|null|~)$|^[-+.\d][\d.eE+-]*$/i.test(node.text);
  return isWord ? `=${node.text}` : JSON.stringify(node.text);
}

function printTable(parts: readonly (readonly [string, string])[]): string {
  const sorted = parts.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`;
}

/** Applies one of their changes to our text; undefined if there is no place for it. */
function applyChange(
  text: string,
  { path, entry }: Change,
  theirs: string,
  known: ReadonlySet<string>,
): string | undefined {
  const key = path.at(-1) ?? "";
  const root = rootOf(text);
  let table = root;
  let holder: YamlEntry | undefined;
  for (const step of path.slice(0, -1)) {
    holder = table?.entries.find((each) => each.key.text === step);
    table = tableOf(holder);
  }
  if (table === undefined || (table.entries.length === 0 && !table.flow)) {
    const isFirst = root !== undefined && entry !== undefined && path.length === 2;
    return isFirst ? insertTable(text, root, holder, key, entrySource(theirs, entry).value) : undefined;
  }
  const old = table.entries.find((each) => each.key.text === key);
  if (entry === undefined) return old ? removeEntry(text, table, old) : text;
  const source = entrySource(theirs, entry);
  const isOneLine = !source.value.includes("\n");
  if (old) {
    const oldSource = entrySource(text, old);
    if (table.flow) return replaceValue(text, old, () => source.plain);
    // Our comment after the value stays, unless they have another one.
    if (isOneLine && !oldSource.value.includes("\n")) {
      return source.comment === "" || known.has(source.comment)
        ? replaceValue(text, old, () => source.plain)
        : replaceSource(text, old, source.value);
    }
    return replaceSource(text, old, source.value);
  }
  if (table.flow) return isOneLine ? insertEntry(text, table, key, source.plain) : undefined;
  const above = commentsAbove(theirs, entry).filter((comment) => !known.has(comment.trim()));
  return insertSource(text, table, key, above, source.value, path.length === 1);
}

function rootOf(text: string): YamlMapping | undefined {
  const faults: Fault[] = [];
  const root = readYaml(text, faults);
  return root?.kind === "mapping" ? root : undefined;
}

function isManifest(text: string, file: string): boolean {
  try {
    parseManifest(text, file);
    return true;
  } catch (error) {
    if (error instanceof FactorioLockError) return false;
    throw error;
  }
}

/** Every comment, with duplicates. A `#` in quotes may count as a comment, which only makes the merge more cautious. */
function commentsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|[ \t])(#[^\r\n]*)/gm)].map(([, comment = ""]) => comment.trim());
}
