import { latin1, u16, u32, u64 } from "../bytes/bytes.ts";
import type { ByteSource } from "./byte-source.ts";

/** The location of the central directory of a zip. */
export interface ZipEnd {
  /** The offset of the central directory, and its exclusive end. */
  readonly start: number;
  readonly end: number;
  /** The claimed number of entries; modulo 65536 if `wide` is false. */
  readonly count: number;
  readonly wide: boolean;
  /**
   * The number of bytes in front of the zip that its offsets do not count, such as the program of a self-extracting
   * archive.
   */
  readonly shift: number;
}

export const TWO_ENDS = "it has two ends of its central directory";

const END_OF_DIRECTORY = 0x06054b50;
const FIRST_BYTE = END_OF_DIRECTORY & 0xff;
const END_SIZE = 22;
/** The end record, the longest comment, and 4 kB of trailing bytes. */
const MAX_TAIL = END_SIZE + 65_535 + 4096;
const ENTRY = 0x02014b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END_SIZE = 56;
const ZIP64_LOCATOR_SIZE = 20;
const CHUNK = 128 * 1024;

/**
 * Finds the central directory of a zip from the last end record in the file, as `unzip` and minizip do. A few bytes
 * after the end record and any bytes in front of the zip are allowed.
 *
 * There must be no other end record that a program could mistake for this zip's: one that leads to a directory, and
 * either is after the start of this directory or has a comment that ends exactly at the end of the file. The end record
 * of a zip stored inside this one is allowed.
 *
 * @returns a fault, without a full stop, if there is none or more than one
 */
export async function findEnd(source: ByteSource): Promise<ZipEnd | string> {
  const tailAt = Math.max(0, source.size - MAX_TAIL);
  const tail = await source.read(tailAt, source.size - tailAt);
  const positions = signatures(tail).map((at) => tailAt + at);
  const last = positions.pop();
  if (last === undefined) {
    const isZip = latin1(await source.read(0, 2)) === "PK";
    return isZip ? "it is cut off" : "it is not a zip file";
  }
  const found = await readEndAt(source, last);
  if (found === undefined) return positions.length > 0 ? TWO_ENDS : "its central directory is not where its end says";
  if (typeof found === "string") return found;
  for (const position of positions) {
    const reach = position + END_SIZE + u16(tail, position - tailAt + END_SIZE - 2);
    if (position < found.start && reach !== source.size) continue;
    if ((await readEndAt(source, position)) !== undefined) return TWO_ENDS;
  }
  return found;
}

/** Whether part of the file contains an end record that leads to a directory. */
export async function hasEnd(source: ByteSource, from: number, to: number): Promise<boolean> {
  for (let at = from; at + END_SIZE <= to; at += CHUNK) {
    const bytes = await source.read(at, Math.min(CHUNK + END_SIZE - 1, to - at));
    for (const position of signatures(bytes)) {
      if ((await readEndAt(source, at + position)) !== undefined) return true;
    }
  }
  return false;
}

/** The offsets at which an end record could start. */
function signatures(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(FIRST_BYTE); at >= 0; at = bytes.indexOf(FIRST_BYTE, at + 1)) {
    if (at + END_SIZE > bytes.length) break;
    if (u32(bytes, at) === END_OF_DIRECTORY) found.push(at);
  }
  return found;
}

/** The directory that the end record at a position leads to; undefined if it leads to none; a string is a fault. */
async function readEndAt(source: ByteSource, position: number): Promise<ZipEnd | string | undefined> {
  const record = await source.read(position, END_SIZE);
  const plain = { count: u16(record, 10), size: u32(record, 12), offset: u32(record, 16) };
  const wide = await zip64EndBefore(source, position);
  const { count, size, offset } = wide ?? plain;
  const start = (wide?.position ?? position) - size;
  const shift = start - offset;
  if (start < 0) return undefined;
  if (size === 0) return { start, end: start, count, wide: wide !== undefined, shift: 0 };
  if (shift < 0 || !(await isEntry(source, start))) return undefined;
  if (shift > 0 && (await isEntry(source, offset))) return "it has two central directories";
  const agrees =
    wide === undefined ||
    ((plain.count === 0xffff || plain.count === count) &&
      (plain.size === 0xffff_ffff || plain.size === size) &&
      (plain.offset === 0xffff_ffff || plain.offset === offset));
  if (!agrees) return "its two end records disagree";
  return { start, end: start + size, count, wide: wide !== undefined, shift };
}

async function isEntry(source: ByteSource, at: number): Promise<boolean> {
  const bytes = await source.read(at, 4);
  return bytes.length === 4 && u32(bytes, 0) === ENTRY;
}

/** The Zip64 end record that belongs to the end record at a position; undefined if there is none. */
async function zip64EndBefore(
  source: ByteSource,
  position: number,
): Promise<{ position: number; count: number; size: number; offset: number } | undefined> {
  const locatorAt = position - ZIP64_LOCATOR_SIZE;
  if (locatorAt < ZIP64_END_SIZE) return undefined;
  const locator = await source.read(locatorAt, ZIP64_LOCATOR_SIZE);
  if (u32(locator, 0) !== ZIP64_LOCATOR) return undefined;
  // The offset may not count bytes in front of the zip; the record is then right before its locator.
  for (const at of [u64(locator, 8), locatorAt - ZIP64_END_SIZE]) {
    if (at > locatorAt - ZIP64_END_SIZE) continue;
    const record = await source.read(at, ZIP64_END_SIZE);
    if (record.length < ZIP64_END_SIZE || u32(record, 0) !== ZIP64_END) continue;
    const number = (offset: number) => u64(record, offset);
    return { position: at, count: number(32), size: number(40), offset: number(48) };
  }
  return undefined;
}
