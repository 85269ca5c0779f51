import { Inflate, Unzlib } from "fflate";
import { concat } from "./bytes.ts";
import { type Inflater, tooLarge } from "./inflater.ts";

/** Unpacks without Node, for browsers. */
export const smallInflater: Inflater = {
  whole: (packed, limit) => {
    const content = unpackStart(packed, limit + 1, "raw");
    return content === undefined ? "is damaged" : content.length > limit ? tooLarge(limit) : content;
  },
  start: async (packed, limit, format) => unpackStart(packed, limit, format),
};

/**
 * The number of packed bytes per push. It bounds how far the output can exceed the limit: one push yields at most about
 * a thousand times its size.
 */
const PORTION = 16 * 1024;

function unpackStart(packed: Uint8Array, limit: number, format: "raw" | "zlib"): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new (format === "raw" ? Inflate : Unzlib)((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    // The final flag is never set, so truncated input still yields its content.
    for (let at = 0; at < packed.length && length < limit; at += PORTION) {
      stream.push(packed.subarray(at, at + PORTION), false);
    }
  } catch {
    return undefined;
  }
  return concat(parts).subarray(0, limit);
}
