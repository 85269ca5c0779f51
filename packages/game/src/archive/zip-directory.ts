import { u16, u32, u64 } from "../bytes/bytes.ts";
import { crc32 } from "../bytes/crc32.ts";
import type { ByteSource } from "./byte-source.ts";
import { readableName } from "./entry-name.ts";
import type { ZipEnd } from "./zip-end.ts";

/** An entry in the central directory of a zip. */
export interface DirectoryEntry {
  /** The name, and the name in the Unicode path field if it differs. See `readableName`. */
  readonly names: readonly string[];
  readonly flags: number;
  readonly method: number;
  /** The DOS date and time in one number, which sorts by time. */
  readonly date: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** The offset of its local header in the file. */
  readonly position: number;
}

const HEADER = 46;
const SIGNATURE = 0x02014b50;
const DIGITAL_SIGNATURE = 0x05054b50;
/** The longest possible entry, in bytes. */
const MAX_ENTRY = HEADER + 3 * 65_535;
const WINDOW = 256 * 1024;
const ZIP64 = 0x0001;
const UNICODE_PATH = 0x7075;
const UTF8 = 0x800;

/**
 * Reads all entries of a central directory, in windows of 256 kB.
 *
 * @returns a fault, without a full stop, if its size or number of entries differs from the end record; undefined
 *   otherwise
 */
export async function readDirectory(
  source: ByteSource,
  end: ZipEnd,
  onEntry: (entry: DirectoryEntry) => void,
): Promise<string | undefined> {
  let window: Uint8Array = new Uint8Array();
  let windowAt = end.start;
  let position = end.start;
  let count = 0;
  while (position < end.end) {
    const windowEnd = windowAt + window.length;
    if (windowEnd < end.end && windowEnd - position < MAX_ENTRY) {
      window = await source.read(position, Math.min(WINDOW, end.end - position));
      windowAt = position;
    }
    const bytes = window.subarray(position - windowAt);
    const length = entryLength(bytes);
    if (length === undefined) break;
    onEntry(entryOf(bytes.subarray(0, length), end.shift));
    position += length;
    count += 1;
  }
  if (position < end.end && !isDigitalSignature(await source.read(position, 6), end.end - position)) {
    return "its central directory is damaged";
  }
  const claimed = end.wide ? count : count % 65_536;
  return claimed === end.count ? undefined : `its central directory has ${count} entries and claims ${end.count}`;
}

/** The length of the entry at the start of the bytes; undefined if there is none. */
function entryLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < HEADER || u32(bytes, 0) !== SIGNATURE) return undefined;
  const length = HEADER + u16(bytes, 28) + u16(bytes, 30) + u16(bytes, 32);
  return length <= bytes.length ? length : undefined;
}

function isDigitalSignature(start: Uint8Array, length: number): boolean {
  return start.length === 6 && u32(start, 0) === DIGITAL_SIGNATURE && 6 + u16(start, 4) === length;
}

function entryOf(bytes: Uint8Array, shift: number): DirectoryEntry {
  const nameEnd = HEADER + u16(bytes, 28);
  const rawName = bytes.subarray(HEADER, nameEnd);
  const extras = extraFields(bytes.subarray(nameEnd, nameEnd + u16(bytes, 30)));
  const flags = u16(bytes, 8);
  const name = readableName(rawName, (flags & UTF8) !== 0);
  const unicode = unicodeName(extras.get(UNICODE_PATH), rawName);
  const wide = extras.get(ZIP64);
  let wideAt = 0;
  /** Reads a 32-bit number; if all its bits are set, the next number of the Zip64 field instead. */
  const number = (at: number): number => {
    const value = u32(bytes, at);
    if (value !== 0xffff_ffff || wide === undefined || wideAt + 8 > wide.length) return value;
    wideAt += 8;
    return u64(wide, wideAt - 8);
  };
  const size = number(24);
  const packedSize = number(20);
  return {
    names: unicode === undefined || unicode === name ? [name] : [name, unicode],
    flags,
    method: u16(bytes, 10),
    date: u16(bytes, 14) * 65_536 + u16(bytes, 12),
    crc: u32(bytes, 16),
    packedSize,
    size,
    position: number(42) + shift,
  };
}

/** The extra fields by id. Of duplicates the first counts; reading stops at a field that exceeds the bytes. */
function extraFields(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + u16(bytes, at + 2);
    if (end > bytes.length) break;
    const id = u16(bytes, at);
    if (!fields.has(id)) fields.set(id, bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** The name in a Unicode path field; undefined if the field does not belong to this raw name. */
function unicodeName(field: Uint8Array | undefined, rawName: Uint8Array): string | undefined {
  if (field === undefined || field.length < 6 || field[0] !== 1 || u32(field, 1) !== crc32(rawName)) {
    return undefined;
  }
  return readableName(field.subarray(5), true);
}
