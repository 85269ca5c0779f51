import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a zip as it shall stand there, sound or not. */
export interface RawEntry {
  /** As bytes of the zip: no check, no change. */
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly deflate?: boolean;
  /** General purpose flags; 0x800 (UTF-8) by default. */
  readonly flags?: number;
  /** The Unix mode with its file type. */
  readonly mode?: number;
  /** What the directory claims instead of the truth. */
  readonly claim?: {
    readonly size?: number;
    readonly crc?: number;
    readonly method?: number;
    readonly localName?: string;
  };
  /** Where the directory says that the entry lies; its true place by default. */
  readonly offset?: number;
  readonly extra?: Uint8Array;
}

/** What may be odd about the zip as a whole. */
export interface RawZip {
  readonly entries: readonly RawEntry[];
  readonly comment?: Uint8Array;
  /** Bytes in front of everything, which offsets take into account. */
  readonly before?: Uint8Array;
  /** Bytes between the last content and the directory. */
  readonly beforeDirectory?: Uint8Array;
  /** Bytes between the directory and its end record. */
  readonly afterDirectory?: Uint8Array;
}

/** Writes a zip byte by byte, so that every field can lie. */
export function rawZip({ entries, comment, before, beforeDirectory, afterDirectory }: RawZip): Buffer {
  const parts: Uint8Array[] = [before ?? new Uint8Array()];
  let position = parts[0]?.length ?? 0;
  const directory: Uint8Array[] = [];
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? "");
    const packed = entry.deflate ? deflateRawSync(content) : content;
    const method = entry.claim?.method ?? (entry.deflate ? 8 : 0);
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.claim?.localName ?? entry.name);
    const flags = entry.flags ?? 0x800;
    const extra = entry.extra ?? new Uint8Array();
    const common = Buffer.alloc(22);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.claim?.crc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.claim?.size ?? content.length, 18);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    common.copy(local, 4);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50);
    central.writeUInt16LE(0x031e, 4);
    common.copy(central, 6);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(entry.offset ?? position, 42);
    directory.push(central, name, extra);
    parts.push(local, localName, packed);
    position += local.length + localName.length + packed.length;
  }
  if (beforeDirectory) parts.push(beforeDirectory);
  const start = position + (beforeDirectory?.length ?? 0);
  const directoryBytes = Buffer.concat(directory);
  parts.push(directoryBytes);
  if (afterDirectory) parts.push(afterDirectory);
  return Buffer.concat([...parts, endRecord(entries.length, directoryBytes.length, start, comment)]);
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

/** The entry of a sound info.json. */
export function infoEntry(info: object = { name: "gear-box", version: "1.0.0", title: "Gear Box" }): RawEntry {
  return { name: "gear-box_1.0.0/info.json", content: JSON.stringify(info) };
}
