/** Unpacks what was deflated: Node and a browser have different means for it. */
export interface Inflater {
  /**
   * The content of raw deflated bytes.
   *
   * @returns the fault as the end of a sentence where it is damaged or has more than `limit` bytes
   */
  whole(packed: Uint8Array, limit: number): Uint8Array | string;
  /**
   * The start of deflated bytes: at most `limit` bytes of content, however much there would be. The bytes may be cut off anywhere.
   *
   * @param format `raw` as in a zip, `zlib` with a header, as in a save's `level.dat0`
   * @returns undefined when the bytes are not deflated, or damaged before the limit is reached
   */
  start(packed: Uint8Array, limit: number, format: "raw" | "zlib"): Promise<Uint8Array | undefined>;
}

/** The fault of content that has more than `limit` bytes. */
export function tooLarge(limit: number): string {
  return `unpacks to more than ${limit} bytes`;
}
