import type { Limits } from "./limits.ts";

/** The sender is slower than the low-speed limit. */
class TooSlow extends Error {
  readonly code = "TOO_SLOW";
}

/**
 * Yields the chunks of a body and enforces the low-speed limit. Only the time spent waiting for the sender counts, so a
 * slow reader causes no error.
 *
 * @throws an error with the code `TOO_SLOW`; any error of the body.
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
