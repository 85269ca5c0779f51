import { Inflate, Unzlib } from "fflate";
import { joined } from "./bytes.ts";
import { type Inflater, tooLarge } from "./inflater.ts";

/** Unpacks without Node, for browsers. */
export const smallInflater: Inflater = {
  whole: (packed, limit) => {
    const content = begin(packed, limit + 1, "raw");
    return content === undefined ? "is damaged" : content.length > limit ? tooLarge(limit) : content;
  },
  start: async (packed, limit, format) => begin(packed, limit, format),
};

/** How many packed bytes are handed over at once: so much more than the limit is unpacked at most, a thousandfold. */
const PORTION = 16 * 1024;

function begin(packed: Uint8Array, limit: number, format: "raw" | "zlib"): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new (format === "raw" ? Inflate : Unzlib)((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    // The end is never declared: bytes that are cut off give what they have.
    for (let at = 0; at < packed.length && length < limit; at += PORTION) {
      stream.push(packed.subarray(at, at + PORTION), false);
    }
  } catch {
    return undefined;
  }
  return joined(parts).subarray(0, limit);
}
