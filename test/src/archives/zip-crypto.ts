import { crc32 } from "node:zlib";
import type { RawEntry } from "../../../packages/game/testing/raw-zip.ts";

/** The content of an entry as a zip program encrypts it with a password. Source: APPNOTE 6.1. */
export function encrypt(text: string, password: string): Pick<RawEntry, "content" | "packed"> {
  const keys = [0x12345678, 0x23456789, 0x34567890] as [number, number, number];
  const update = (byte: number) => {
    keys[0] = crcStep(keys[0], byte);
    keys[1] = (Math.imul(keys[1] + (keys[0] & 0xff), 134_775_813) + 1) >>> 0;
    keys[2] = crcStep(keys[2], keys[1] >>> 24);
  };
  for (const byte of Buffer.from(password)) update(byte);
  const content = Buffer.from(text);
  const header = Buffer.alloc(12, 7);
  header[11] = crc32(content) >>> 24;
  const packed = Buffer.concat([header, content]).map((byte) => {
    const word = (keys[2] & 0xffff) | 2;
    const mask = (Math.imul(word, word ^ 1) >>> 8) & 0xff;
    update(byte);
    return byte ^ mask;
  });
  return { content, packed };
}

/** One byte more for a CRC without its usual complements. */
function crcStep(value: number, byte: number): number {
  return ~crc32(Buffer.from([byte]), ~value >>> 0) >>> 0;
}
