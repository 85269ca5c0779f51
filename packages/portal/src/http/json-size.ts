const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The maximum nesting depth, deeper than in any answer. */
const MAX_DEPTH = 1000;

/** The maximum number of objects and arrays; the portal's whole list has a twentieth of that. */
const MAX_COUNT = 2_000_000;

/** Texts of at most this size are harmless, whatever their structure. */
const HARMLESS_BYTES = 4 * 1024 * 1024;

/**
 * Whether parsing a JSON text would take a disproportionate amount of memory, because it is nested too deeply or
 * consists of very many tiny objects.
 */
export function isJsonBomb(text: Uint8Array): boolean {
  if (text.length <= HARMLESS_BYTES) return false;
  let depth = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(text, at + 1);
    } else if ((byte | 0x20) === 0x7b) {
      // "[" and "{" differ in one bit, and so do "]" and "}".
      depth += 1;
      count += 1;
      if (depth > MAX_DEPTH || count > MAX_COUNT) return true;
    } else if ((byte | 0x20) === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}

function stringEnd(text: Uint8Array, from: number): number {
  let at = text.indexOf(QUOTE, from);
  while (at >= 0) {
    let slashes = 0;
    while (text[at - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf(QUOTE, at + 1);
  }
  return text.length;
}
