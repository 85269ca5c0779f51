import { crc32, deflateRawSync } from "node:zlib";

/** A zip entry exactly as it is written, valid or not. */
export interface RawEntry {
  /** Written unchecked and unchanged. */
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly deflate?: boolean;
  /** The packed content; by default packed by the given method. */
  readonly packed?: Uint8Array;
  /** General purpose flags; 0x800 (UTF-8) by default. */
  readonly flags?: number;
  /** The Unix mode with its file type. */
  readonly mode?: number;
  /** The required version of the format; 0 by default. */
  readonly needs?: number;
  /** The system and version that created it; Unix by default. */
  readonly madeBy?: number;
  /** DOS date and time; none by default. */
  readonly date?: number;
  /** Writes sizes and checksum after the content instead of before it: without or with a signature. */
  readonly descriptor?: "plain" | "signed";
  /** False values in the central directory, or in the local header. */
  readonly claim?: {
    readonly size?: number;
    readonly crc?: number;
    readonly method?: number;
    readonly localName?: string;
    readonly localFlags?: number;
    readonly localMethod?: number;
  };
  /** The offset of the entry according to the directory; its true offset by default. */
  readonly offset?: number;
  /** The extra fields in the directory and in the local header. */
  readonly extra?: Uint8Array;
  readonly localExtra?: Uint8Array;
  readonly comment?: string;
}

/** Irregularities of the zip as a whole. */
export interface RawZip {
  readonly entries: readonly RawEntry[];
  readonly comment?: Uint8Array;
  /** Bytes in front of the zip, which offsets count unless `uncounted` is true. */
  readonly before?: Uint8Array;
  readonly uncounted?: boolean;
  /** Bytes between the last content and the directory. */
  readonly beforeDirectory?: Uint8Array;
  /** Bytes between the directory and its end record. */
  readonly afterDirectory?: Uint8Array;
  /** Bytes after the end record. */
  readonly tail?: Uint8Array;
  /** Whether its end, sizes and offsets are written in 64 bits. */
  readonly zip64?: boolean;
  /**
   * The number of entries that the end claims, by default the true one; in a Zip64, `plainCount` is that of the 32-bit
   * record.
   */
  readonly count?: number;
  readonly plainCount?: number;
}

/** Writes a zip byte by byte, so that every field can be false. */
export function rawZip(zip: RawZip): Buffer {
  const { entries, comment, before = new Uint8Array(), beforeDirectory = new Uint8Array() } = zip;
  const { afterDirectory = new Uint8Array(), tail = new Uint8Array(), zip64 = false, uncounted = false } = zip;
  const parts: Uint8Array[] = [before];
  let position = uncounted ? 0 : before.length;
  const directory: Uint8Array[] = [];
  for (const entry of entries) {
    const written = writeEntry(entry, position, zip64);
    directory.push(...written.central);
    parts.push(...written.local);
    position += written.local.reduce((sum, { length }) => sum + length, 0);
  }
  const start = position + beforeDirectory.length;
  const bytes = Buffer.concat(directory);
  const count = zip.count ?? entries.length;
  const end = zip64
    ? zip64End(count, bytes.length, start, zip.plainCount ?? 0xffff, comment)
    : endRecord(count, bytes.length, start, comment);
  return Buffer.concat([...parts, beforeDirectory, bytes, afterDirectory, end, tail]);
}

function writeEntry(entry: RawEntry, position: number, zip64: boolean) {
  const { flags = 0x800, descriptor, claim = {}, extra = new Uint8Array(), localExtra = new Uint8Array() } = entry;
  const content = Buffer.from(entry.content ?? "");
  const packed = entry.packed ?? (entry.deflate ? deflateRawSync(content) : content);
  const method = claim.method ?? (entry.deflate ? 8 : 0);
  const name = Buffer.from(entry.name);
  const localName = Buffer.from(claim.localName ?? entry.name);
  const sum = { crc: claim.crc ?? crc32(content), packed: packed.length, size: claim.size ?? content.length };
  const common = (isLocal: boolean) => {
    const buffer = Buffer.alloc(22);
    const bits = flags | (descriptor ? 8 : 0);
    buffer.writeUInt16LE(entry.needs ?? 0);
    buffer.writeUInt16LE(isLocal ? (claim.localFlags ?? bits) : bits, 2);
    buffer.writeUInt16LE(isLocal ? (claim.localMethod ?? method) : method, 4);
    buffer.writeUInt32LE(entry.date ?? 0, 6);
    if (!isLocal || !descriptor) sumOf(sum).copy(buffer, 10);
    if (zip64) buffer.fill(0xff, 14);
    return buffer;
  };
  const wide = zip64 ? zip64Field(sum.size, sum.packed) : Buffer.alloc(0);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  common(true).copy(local, 4);
  local.writeUInt16LE(localName.length, 26);
  local.writeUInt16LE(wide.length + localExtra.length, 28);
  const entryComment = Buffer.from(entry.comment ?? "");
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50);
  central.writeUInt16LE(entry.madeBy ?? 0x031e, 4);
  common(false).copy(central, 6);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(wide.length + extra.length, 30);
  central.writeUInt16LE(entryComment.length, 32);
  central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
  central.writeUInt32LE(entry.offset ?? position, 42);
  const behind = descriptor
    ? [...(descriptor === "signed" ? [Buffer.from("PK\x07\x08", "latin1")] : []), sumOf(sum)]
    : [];
  return {
    local: [local, localName, wide, localExtra, packed, ...behind],
    central: [central, name, wide, extra, entryComment],
  };
}

function sumOf({ crc, packed, size }: { crc: number; packed: number; size: number }): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeUInt32LE(crc);
  buffer.writeUInt32LE(packed, 4);
  buffer.writeUInt32LE(size, 8);
  return buffer;
}

/** An extra field. */
export function extraField(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

/** The extra field with the name in Unicode. */
export function unicodePath(name: string | Uint8Array, unicode: string): Buffer {
  const head = Buffer.alloc(5, 1);
  head.writeUInt32LE(crc32(Buffer.from(name)), 1);
  return extraField(0x7075, Buffer.concat([head, Buffer.from(unicode)]));
}

function zip64Field(size: number, packed: number): Buffer {
  const data = Buffer.alloc(16);
  data.writeBigUInt64LE(BigInt(size));
  data.writeBigUInt64LE(BigInt(packed), 8);
  return extraField(1, data);
}

/** The three records at the end of a Zip64. */
function zip64End(count: number, size: number, start: number, plainCount: number, comment?: Uint8Array): Buffer {
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end, locator, endRecord(plainCount, 0xffff_ffff, 0xffff_ffff, comment)]);
}

/** An end record of a central directory. */
export function endRecord(count: number, size: number, start: number, comment: Uint8Array = new Uint8Array()): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}

/** The entry of a valid info.json. */
export function infoEntry(info: object = { name: "gear-box", version: "1.0.0", title: "Gear Box" }): RawEntry {
  return { name: "gear-box_1.0.0/info.json", content: JSON.stringify(info) };
}
