import { constants, createInflate, createInflateRaw } from "node:zlib";

/**
 * Inflates up to `limit` bytes of content. The input may be truncated anywhere.
 *
 * @param format `raw` as in a zip, or `zlib` (with a header) as in a save's `level.dat0`
 * @returns undefined if the input is not deflated, or is damaged before the limit is reached
 */
export async function inflateStart(
  packed: Uint8Array,
  limit: number,
  format: "raw" | "zlib",
): Promise<Buffer | undefined> {
  const create = format === "raw" ? createInflateRaw : createInflate;
  const stream = create({ finishFlush: constants.Z_SYNC_FLUSH });
  stream.end(packed);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length >= limit) break;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).subarray(0, limit);
}
