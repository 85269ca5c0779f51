/**
 * A YAML document as plain data with positions, for the subset of YAML that our files use: mappings, sequences and
 * scalars. `start` and `end` are offsets in UTF-16 code units from the start of the text; `end` is exclusive.
 */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence;

/** A single value. */
export interface YamlScalar {
  readonly kind: "scalar";
  /** The text of the scalar: the source text of a plain one (`1.10` stays `1.10`), the content of a quoted one. */
  readonly text: string;
  /** `plain`: unquoted; an absent value is an empty plain scalar. `block`: a block scalar, after `|` or `>`. */
  readonly style: "plain" | "quoted" | "block";
  readonly start: number;
  readonly end: number;
}

/** A table of `key: value` pairs, in the order of the file, with unique keys. */
export interface YamlMapping {
  readonly kind: "mapping";
  /** Whether it is written in braces: `{ … }`. */
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
  readonly start: number;
  readonly end: number;
}

/** A `key: value` pair. */
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A list of values. */
export interface YamlSequence {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
  readonly start: number;
  readonly end: number;
}

/** Whether the node is an absent value: `key:` with nothing after the colon. */
export function isEmptyNode(node: YamlNode): boolean {
  return node.kind === "scalar" && node.style === "plain" && node.text === "";
}
