const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Deeper nesting than any answer has. */
const DEEPEST = 1000;

/** More objects and arrays than any answer has: the whole list of the portal has a twentieth of that. */
const MOST = 2_000_000;

/** Smaller texts cannot do harm, however they are built. */
const HARMLESS_BYTES = 4 * 1024 * 1024;

/**
 * Whether parsing a JSON text would take memory out of all proportion to its size, because it is nested too deeply or
 * made of very many tiny objects.
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
      if (depth > DEEPEST || count > MOST) return true;
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
