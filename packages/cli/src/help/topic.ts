/** A topic of `factorio-lock help TOPIC`. */
export interface Topic {
  readonly name: string;
  /** One line. */
  readonly title: string;
  /** Paragraphs and tables, in order. Commands are between backticks. */
  readonly parts: readonly Part[];
}

/** A paragraph, a block of text to be copied, or rows of a name and what it means. */
export type Part =
  | string
  | { readonly block: readonly string[] }
  | { readonly rows: readonly (readonly [string, string])[] };
