import { listOf } from "../text/list-of.ts";
import { nearest } from "../text/nearest.ts";
import { type Fault, quote } from "./fault.ts";
import { isEmptyNode, type YamlEntry, type YamlMapping, type YamlNode } from "./node.ts";

/** The words that YAML 1.2 reads as true or false. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** The entries of a table with a fixed set of keys. */
export interface Fields {
  /**
   * The value of a correctly spelt key. That of a misspelt key is not returned, since its faults would be reported on a
   * mere guess.
   */
  get(key: string): YamlNode | undefined;
  /** Whether the key is present, even if misspelt. */
  has(key: string): boolean;
}

/** Reads a table with a fixed set of keys; each unknown key adds a fault that names the most similar known one. */
export function knownFields(
  table: YamlMapping,
  known: readonly string[],
  faults: Fault[],
  strayHint?: (entry: YamlEntry) => string | undefined,
): Fields {
  const fields = new Map<string, YamlNode>();
  const misspelt = new Set<string>();
  for (const entry of table.entries) {
    const name = entry.key.text;
    if (known.includes(name)) {
      fields.set(name, entry.value);
      continue;
    }
    const [near] = nearest(name, known, 1);
    const suggestion = near === undefined ? `expected ${listOf(known, "or")}` : `did you mean ${quote(near)}?`;
    const hint = (near === undefined ? strayHint?.(entry) : undefined) ?? keysHint(known);
    faults.push({
      at: entry.key.start,
      message: `${quote(name)} is not a key that is known here, ${suggestion}`,
      hint,
    });
    if (near !== undefined) misspelt.add(near);
  }
  return { get: (key) => fields.get(key), has: (key) => fields.has(key) || misspelt.has(key) };
}

function keysHint(known: readonly string[]): string {
  return known.length === 1 ? `the only key here is ${known[0]}` : `the keys here are ${listOf(known)}`;
}

/** Describes a node for messages of the form "found …, expected …". */
export function describeNode(node: YamlNode): string {
  if (node.kind === "mapping") return "a table";
  if (node.kind === "sequence") return "a list";
  return isEmptyNode(node) ? "nothing" : quote(node.text);
}

/** The boolean value of the unquoted word `true` or `false`; undefined for any other node. */
export function booleanOf(node: YamlNode): boolean | undefined {
  return node.kind === "scalar" && node.style === "plain" ? BOOLEANS.get(node.text) : undefined;
}

/** The text of a one-line scalar without control characters; undefined for any other node and for an empty text. */
export function lineOf(node: YamlNode): string | undefined {
  if (node.kind !== "scalar" || isEmptyNode(node)) return undefined;
  return /[\p{Cc}\u2028\u2029]/u.test(node.text) ? undefined : node.text;
}

/** The node if it is a table; otherwise undefined, with a fault added unless the node is absent or empty. */
export function tableOf(
  node: YamlNode | undefined,
  name: string,
  faults: Fault[],
  hint?: string,
): YamlMapping | undefined {
  if (node === undefined || isEmptyNode(node)) return undefined;
  if (node.kind === "mapping") return node;
  const message = `found ${describeNode(node)} for ${quote(name)}, expected a table`;
  faults.push({ at: node.start, message, ...(hint === undefined ? {} : { hint }) });
  return undefined;
}
