import { crc32, inflateRawSync } from "node:zlib";
import { FactorioLockError } from "@factorio-lock/core";
import { inflateStart } from "./inflate-start.ts";
import { openToRead } from "./open-to-read.ts";
import { openDirectory, type RawEntry, readLocalHeader } from "./zip-directory.ts";
import { checkLayout, type Span } from "./zip-layout.ts";

/** A file inside a zip, with the facts that its directory states. */
export interface ZipEntry {
  /** With forward slashes, never absolute, never with `..`. */
  readonly name: string;
  /** Uncompressed bytes, as declared. */
  readonly size: number;
  readonly raw: RawEntry;
}

/** A zip whose structure was found sound. */
export interface OpenZip {
  /** The entries that were asked for, in the order of the file. */
  readonly entries: readonly ZipEntry[];
  /** The date of the newest entry of all. A zip keeps no time zone: the fields are taken as UTC. */
  readonly newest: Date;
  /**
   * The content of an entry, checked against its CRC.
   *
   * @param limit the most bytes that it may have
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  read(entry: ZipEntry, limit: number): Promise<Buffer>;
  /**
   * The first bytes of an entry's content, as many as `limit` and as there are. What is only begun has no checksum.
   *
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  readStart(entry: ZipEntry, limit: number): Promise<Buffer>;
}

/** More entries than any mod has. The biggest known mods have some tens of thousands. */
const MAX_ENTRIES = 200_000;
/** Uncompressed bytes above which a zip is never believed. */
const MAX_TOTAL = 16 * 2 ** 30;
/** A zip that claims to unpack to more than this is refused when it also claims to be packed better than `MAX_RATIO`. */
const RATIO_FROM = 256 * 2 ** 20;
const MAX_RATIO = 200;

/**
 * Opens a zip, checks its structure whole and hands it to `use`.
 *
 * Refused, because two programs could see different contents in them or because unpacking them would do harm: two ends
 * of the central directory, entries that overlap, encrypted entries, links and devices, names that are absolute, have
 * `..`, a backslash, a NUL or another control character, and zips that claim to unpack to absurd sizes. Memory and time
 * are bounded by the central directory; no content is unpacked here. Source: contract section 6.
 *
 * @param file how the zip is named in errors
 * @param wanted which entries to hand over
 * @param bad the error for a fault of the zip, where it is none of a mod
 * @throws FactorioLockError `BAD_ARCHIVE`; the system's error when the file cannot be read
 */
export async function withZip<T>(
  path: string,
  file: string,
  wanted: (name: string) => boolean,
  use: (zip: OpenZip) => Promise<T>,
  bad: (fault: string) => FactorioLockError = (fault) => badArchive(file, fault),
): Promise<T> {
  const handle = await openToRead(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw bad("it is not a file");
    const directory = await openDirectory(handle, stats.size, bad);
    const { zip } = directory;
    const start = directory.position();
    if (zip.entryCount > MAX_ENTRIES) throw bad(`it claims ${zip.entryCount} entries`);
    const spans: Span[] = [];
    const entries: ZipEntry[] = [];
    let total = 0;
    let newest = 0;
    for (let entry = await directory.next(); entry; entry = await directory.next()) {
      const fault = entryFault(entry);
      if (fault !== undefined) throw bad(fault);
      const { fileName: name, uncompressedSize: size, compressedSize, relativeOffsetOfLocalHeader: offset } = entry;
      total += size;
      newest = Math.max(newest, entry.lastModFileDate * 65_536 + entry.lastModFileTime);
      spans.push({ from: offset, to: offset + 30 + entry.fileNameLength + compressedSize });
      if (wanted(name)) entries.push({ name, size, raw: entry });
    }
    if (total > MAX_TOTAL || (total > RATIO_FROM && total > stats.size * MAX_RATIO)) {
      throw bad(`it claims to unpack to ${total} bytes, from ${stats.size}`);
    }
    const end = directory.position();
    const fault = await checkLayout(handle, { size: stats.size, start, end, comment: zip.comment.length, spans });
    if (fault !== undefined) throw bad(fault);

    const readPacked = async ({ raw, name }: ZipEntry, length: number): Promise<Buffer> => {
      const local = await readLocalHeader(directory, raw, bad);
      if (!local.fileName.equals(raw.fileNameRaw)) throw bad(`its directory and its content disagree about ${name}`);
      const packed = Buffer.alloc(length);
      const { bytesRead } = await handle.read(packed, 0, packed.length, local.fileDataStart);
      if (bytesRead < packed.length) throw bad("it is cut off");
      return packed;
    };
    const read = async (entry: ZipEntry, limit: number): Promise<Buffer> => {
      const { raw, name, size } = entry;
      if (size > limit || raw.compressedSize > limit) throw bad(`its ${name} is larger than ${limit} bytes`);
      const packed = await readPacked(entry, raw.compressedSize);
      const content = unpack(raw.compressionMethod, packed, limit);
      if (typeof content === "string") throw bad(`its ${name} ${content}`);
      if (content.length !== size || crc32(content) !== raw.crc32) throw bad(`its ${name} is damaged`);
      return content;
    };
    const readStart = async (entry: ZipEntry, limit: number): Promise<Buffer> => {
      const { compressionMethod: method, compressedSize } = entry.raw;
      if (method !== 0 && method !== 8) throw bad(`its ${entry.name} ${unknownMethod(method)}`);
      const packed = await readPacked(entry, Math.min(compressedSize, limit));
      const start = method === 0 ? packed : await inflateStart(packed, limit, "raw");
      if (!start) throw bad(`its ${entry.name} is damaged`);
      return start;
    };
    return await use({ entries, newest: dateOf(newest), read, readStart });
  } finally {
    await handle.close();
  }
}

/** The error for a faulty archive: `FILE is not a sound mod archive: FAULT.` */
export function badArchive(file: string, fault: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", `${file} is not a sound mod archive: ${fault}.`, {
    hint: "Download it again; when that does not help, tell the mod's author or choose another release.",
  });
}

/** The date of a zip's two numbers: years since 1980, months and days, hours and minutes, and half seconds. */
function dateOf(packed: number): Date {
  const [date, time] = [Math.floor(packed / 65_536), packed % 65_536];
  const day = [1980 + (date >>> 9), ((date >>> 5) & 15) - 1, date & 31] as const;
  return new Date(Date.UTC(...day, time >>> 11, (time >>> 5) & 63, (time & 31) * 2));
}

function unpack(method: number, packed: Buffer, limit: number): Buffer | string {
  if (method === 0) return packed;
  if (method !== 8) return unknownMethod(method);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(limit, 1) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
      ? `unpacks to more than ${limit} bytes`
      : "is damaged";
  }
}

function unknownMethod(method: number): string {
  return `is packed by a method that the game does not know (${method})`;
}

function entryFault(entry: RawEntry): string | undefined {
  const shown = JSON.stringify(entry.fileName.slice(0, 200));
  if (entry.fileNameRaw.some((byte) => byte < 0x20 || byte === 0x7f)) {
    return `the entry ${shown} has a control character in its name`;
  }
  if (entry.fileName === "") return "an entry has no name";
  const encrypted = 0x1 | 0x40 | 0x2000;
  if ((entry.generalPurposeBitFlag & encrypted) !== 0) return `the entry ${shown} is encrypted`;
  const type = (entry.externalFileAttributes >>> 16) & 0xf000;
  if (type === 0xa000) return `the entry ${shown} is a symbolic link`;
  if (type !== 0 && type !== 0x8000 && type !== 0x4000) return `the entry ${shown} is not a plain file`;
  return undefined;
}
