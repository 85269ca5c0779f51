/** Unpacks deflated bytes. Node and browsers have different implementations. */
export interface Inflater {
  /**
   * Unpacks raw deflated bytes.
   *
   * @returns the content; or, if it is damaged or has more than `limit` bytes, the fault as the end of a sentence
   */
  whole(packed: Uint8Array, limit: number): Uint8Array | string;
  /**
   * Unpacks up to `limit` bytes of content. The input may be truncated anywhere.
   *
   * @param format `raw` as in a zip, or `zlib` (with a header) as in a save's `level.dat0`
   * @returns undefined if the input is not deflated, or is damaged before the limit is reached
   */
  start(packed: Uint8Array, limit: number, format: "raw" | "zlib"): Promise<Uint8Array | undefined>;
}

/** The fault of content that exceeds `limit` bytes. */
export function tooLarge(limit: number): string {
  return `unpacks to more than ${limit} bytes`;
}
