declare const checked: unique symbol;

/** A SHA-1 as 40 lower-case hex digits. */
export type Sha1 = string & { readonly [checked]: "Sha1" };

/** The text as a SHA-1 in lower case; undefined when it is not 40 hex digits. */
export function parseSha1(text: string): Sha1 | undefined {
  return /^[0-9a-f]{40}$/i.test(text) ? (text.toLowerCase() as Sha1) : undefined;
}
