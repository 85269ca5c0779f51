import { FactorioLockError } from "@factorio-lock/core";
import { crc32 } from "../bytes/crc32.ts";
import type { Inflater } from "../bytes/inflater.ts";
import type { ByteSource } from "./byte-source.ts";
import { readLocalHeader } from "./local-header.ts";
import { type DirectoryEntry, readDirectory } from "./zip-directory.ts";
import { findEnd } from "./zip-end.ts";
import { type EntrySpan, layoutFault } from "./zip-layout.ts";

/** A file inside a zip, with its directory entry. */
export interface ZipEntry {
  /**
   * The name that `wanted` accepted, with forward slashes. It may contain any characters, so it is never used as a
   * path.
   */
  readonly name: string;
  readonly raw: DirectoryEntry;
}

/** A zip whose structure has been checked. */
export interface OpenZip {
  /** The wanted entries, in directory order. */
  readonly entries: readonly ZipEntry[];
  /** The date of the newest entry. A zip has no time zone: its fields are read as UTC. */
  readonly newest: Date;
  /**
   * The content of an entry, checked against its CRC.
   *
   * @param limit the maximum size in bytes, packed and unpacked
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  read(entry: ZipEntry, limit: number): Promise<Uint8Array>;
  /**
   * The first bytes of an entry's content, up to `limit`. The checksum is not verified.
   *
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  readStart(entry: ZipEntry, limit: number): Promise<Uint8Array>;
  /** The inflater of this zip, for content that is compressed again inside an entry. */
  readonly inflater: Inflater;
}

/** More entries than any mod has: the largest known mods have tens of thousands. */
const MAX_ENTRIES = 200_000;
/** The maximum total uncompressed size, in bytes. */
const MAX_TOTAL = 16 * 2 ** 30;
/** Above this uncompressed size, a zip must not claim a compression ratio better than `MAX_RATIO`. */
const RATIO_FROM = 256 * 2 ** 20;
const MAX_RATIO = 200;
/** General purpose flags: traditional encryption, strong encryption, masked headers. */
const ENCRYPTED = 0x1 | 0x40 | 0x2000;

/**
 * Opens a zip after checking its whole structure.
 *
 * Rejects a second end of the central directory and overlapping entries, because two programs could see different
 * contents, and absurd unpacked sizes. Entries that are not read may be anything: links, encrypted, oddly named. Memory
 * and time are bounded by the central directory; no content is unpacked here. Source: docs/mod-directory.md, "What an
 * archive must be"; docs/factorio.md, 4.8.
 *
 * @param wanted selects entries by their name with forward slashes
 * @param bad creates the error for a fault in the zip
 * @throws FactorioLockError the error from `bad`; whatever `source` throws
 */
export async function openZip(
  source: ByteSource,
  inflater: Inflater,
  wanted: (name: string) => boolean,
  bad: (fault: string) => FactorioLockError,
): Promise<OpenZip> {
  const end = await findEnd(source);
  if (typeof end === "string") throw bad(end);
  const spans: EntrySpan[] = [];
  const entries: ZipEntry[] = [];
  let total = 0;
  let newest = 0;
  const fault = await readDirectory(source, end, (entry) => {
    total += entry.size;
    newest = Math.max(newest, entry.date);
    if (spans.length >= MAX_ENTRIES) throw bad(`it has more than ${MAX_ENTRIES} entries`);
    spans.push({ position: entry.position, packedSize: entry.packedSize });
    const name = entry.names.find(wanted);
    if (name !== undefined) entries.push({ name, raw: entry });
  });
  if (fault !== undefined) throw bad(fault);
  if (total > MAX_TOTAL || (total > RATIO_FROM && total > source.size * MAX_RATIO)) {
    throw bad(`it claims to unpack to ${total} bytes, from ${source.size}`);
  }
  const layout = await layoutFault(source, end.start, spans);
  if (layout !== undefined) throw bad(layout);

  const readPacked = async ({ raw, name: whole }: ZipEntry, length: number): Promise<Uint8Array> => {
    const name = shownName(whole);
    if ((raw.flags & ENCRYPTED) !== 0) throw bad(`its ${name} is encrypted`);
    const local = await readLocalHeader(source, raw.position);
    const isNamed = local !== undefined && raw.names.some((known) => baseName(known) === baseName(local.name));
    if (!isNamed || local.method !== raw.method || (local.flags & ENCRYPTED) !== 0) {
      throw bad(`its directory and its content disagree about ${name}`);
    }
    const packed = await source.read(local.position, length);
    if (packed.length < length) throw bad("it is cut off");
    return packed;
  };
  const read = async (entry: ZipEntry, limit: number): Promise<Uint8Array> => {
    const { raw } = entry;
    const name = shownName(entry.name);
    if (raw.size > limit || raw.packedSize > limit) throw bad(`its ${name} is larger than ${limit} bytes`);
    const packed = await readPacked(entry, raw.packedSize);
    const content = unpack(raw.method, packed, limit, inflater);
    if (typeof content === "string") throw bad(`its ${name} ${content}`);
    if (content.length !== raw.size || crc32(content) !== raw.crc) throw bad(`its ${name} is damaged`);
    return content;
  };
  const readStart = async (entry: ZipEntry, limit: number): Promise<Uint8Array> => {
    const { method, packedSize } = entry.raw;
    if (method !== 0 && method !== 8) throw bad(`its ${shownName(entry.name)} ${unknownMethod(method)}`);
    const packed = await readPacked(entry, Math.min(packedSize, limit));
    const start = method === 0 ? packed : await inflater.start(packed, limit, "raw");
    if (!start) throw bad(`its ${shownName(entry.name)} is damaged`);
    return start;
  };
  return { entries, newest: dateOf(newest), read, readStart, inflater };
}

/** A name for messages: only the end of a long one, which may have 64 kB. */
export function shownName(name: string): string {
  return name.length > 120 ? `…${name.slice(-120)}` : name;
}

/** The part of a name after its last slash. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The error for a faulty archive: `FILE is not a sound mod archive: FAULT.` */
export function badArchive(file: string, fault: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", `${file} is not a sound mod archive: ${fault}.`, {
    hint: "download it again; when that does not help, tell the mod's author or choose another release.",
  });
}

/** Decodes the DOS date and time of a zip: years since 1980, and units of two seconds. */
function dateOf(packed: number): Date {
  const [date, time] = [Math.floor(packed / 65_536), packed % 65_536];
  const day = [1980 + (date >>> 9), ((date >>> 5) & 15) - 1, date & 31] as const;
  return new Date(Date.UTC(...day, time >>> 11, (time >>> 5) & 63, (time & 31) * 2));
}

function unpack(method: number, packed: Uint8Array, limit: number, inflater: Inflater): Uint8Array | string {
  if (method === 0) return packed;
  return method === 8 ? inflater.whole(packed, limit) : unknownMethod(method);
}

function unknownMethod(method: number): string {
  return `is packed by a method that the game does not know (${method})`;
}
