/** Reading numbers and texts from bytes, in Node and in a browser. All numbers are little-endian, as the game and zips have them. */

/** The unsigned number of two bytes at a position. @throws RangeError where they are not there */
export function u16(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint16(at, true);
}

/** The unsigned number of four bytes at a position. @throws RangeError where they are not there */
export function u32(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint32(at, true);
}

/** The unsigned number of eight bytes at a position, as far as a number can say it. @throws RangeError where they are not there */
export function u64(bytes: Uint8Array, at: number): number {
  return Number(view(bytes).getBigUint64(at, true));
}

/** The bytes as numbers of any kind. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes of UTF-8 as text; what is none becomes U+FFFD, and a byte order mark stays. */
export function utf8(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}

/** Bytes as text, a character each. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Several parts, one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Whether two have the same bytes. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
