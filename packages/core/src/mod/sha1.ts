declare const checked: unique symbol;

/** A SHA-1 as 40 lower-case hex digits. */
export type Sha1 = string & { readonly [checked]: "Sha1" };

/** Parses a SHA-1 and returns it in lower case; undefined if the text is not 40 hex digits. */
export function parseSha1(text: string): Sha1 | undefined {
  return /^[0-9a-f]{40}$/i.test(text) ? (text.toLowerCase() as Sha1) : undefined;
}
