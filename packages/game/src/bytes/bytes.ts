/**
 * Reads numbers and text from bytes, in Node and in a browser. All numbers are little-endian, as in zips and the game's
 * files.
 */

/** The unsigned 16-bit number at an offset. @throws RangeError if it exceeds the bytes */
export function u16(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint16(at, true);
}

/** The unsigned 32-bit number at an offset. @throws RangeError if it exceeds the bytes */
export function u32(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint32(at, true);
}

/** The unsigned 64-bit number at an offset, exact up to 2⁵³. @throws RangeError if it exceeds the bytes */
export function u64(bytes: Uint8Array, at: number): number {
  return Number(view(bytes).getBigUint64(at, true));
}

/** A view of the bytes for reading numbers. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes UTF-8. Invalid sequences become U+FFFD; a byte order mark is kept. */
export function utf8(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}

/** Decodes Latin-1: one character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Concatenates parts. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Whether both have the same bytes. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
