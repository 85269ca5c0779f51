/**
 * A YAML document as plain data with positions, in the small part of YAML that our files use: mappings, sequences and
 * scalars. `start` and `end` are offsets in UTF-16 code units from the start of the text; `end` is excluded.
 */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence;

/** A single value. */
export interface YamlScalar {
  readonly kind: "scalar";
  /** The text of the scalar: for a plain one the source text (`1.10` stays `1.10`), for a quoted one its content. */
  readonly text: string;
  /** `plain` is unquoted; an absent value is an empty plain scalar. `block` is a text after `|` or `>`. */
  readonly style: "plain" | "quoted" | "block";
  readonly start: number;
  readonly end: number;
}

/** `key: value` pairs, in the order of the file, each key once. */
export interface YamlMapping {
  readonly kind: "mapping";
  /** Whether it is written `{ … }`. */
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
  readonly start: number;
  readonly end: number;
}

/** One `key: value`. */
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** Values in a row. */
export interface YamlSequence {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
  readonly start: number;
  readonly end: number;
}

/** Whether the node is a value left out: `key:` with nothing behind. */
export function isEmptyNode(node: YamlNode): boolean {
  return node.kind === "scalar" && node.style === "plain" && node.text === "";
}
