import type { Limits } from "./limits.ts";

/** The other side sends, but too slowly to ever be done. */
class TooSlow extends Error {
  readonly code = "TOO_SLOW";
}

/**
 * The chunks of a body, held to the low-speed limit. Only time spent waiting for the other side counts, so that a slow
 * reader is not taken for a slow sender.
 *
 * @throws an error with the code `TOO_SLOW`; what the body throws.
 */
export async function* watched(body: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Uint8Array, void> {
  let waited = 0;
  let bytes = 0;
  let since = performance.now();
  for await (const chunk of body) {
    waited += performance.now() - since;
    bytes += chunk.length;
    if (waited >= limits.slowMs) {
      if (bytes < (limits.slowBytesPerSecond * waited) / 1000) throw new TooSlow();
      waited = 0;
      bytes = 0;
    }
    yield chunk;
    since = performance.now();
  }
}
