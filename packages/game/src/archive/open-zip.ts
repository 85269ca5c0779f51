import { FactorioLockError } from "@factorio-lock/core";
import { crc32 } from "../bytes/crc32.ts";
import type { Inflater } from "../bytes/inflater.ts";
import type { ByteSource } from "./byte-source.ts";
import { localContent } from "./local-header.ts";
import { type DirectoryEntry, readDirectory } from "./zip-directory.ts";
import { findEnd } from "./zip-end.ts";
import { type EntrySpan, layoutFault } from "./zip-layout.ts";

/** A file inside a zip, with the facts that its directory states. */
export interface ZipEntry {
  /** The name that was wanted, with forward slashes. It may have any characters: it is never a path. */
  readonly name: string;
  readonly raw: DirectoryEntry;
}

/** A zip whose structure was found sound. */
export interface OpenZip {
  /** The entries that were asked for, in the order of the directory. */
  readonly entries: readonly ZipEntry[];
  /** The date of the newest entry of all. A zip keeps no time zone: the fields are taken as UTC. */
  readonly newest: Date;
  /**
   * The content of an entry, checked against its CRC.
   *
   * @param limit the most bytes that it may have
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  read(entry: ZipEntry, limit: number): Promise<Uint8Array>;
  /**
   * The first bytes of an entry's content, as many as `limit` and as there are. What is only begun has no checksum.
   *
   * @throws FactorioLockError `BAD_ARCHIVE`
   */
  readStart(entry: ZipEntry, limit: number): Promise<Uint8Array>;
  /** How its content was unpacked, for what is packed inside once more. */
  readonly inflater: Inflater;
}

/** More entries than any mod has. The biggest known mods have some tens of thousands. */
const MAX_ENTRIES = 200_000;
/** Uncompressed bytes above which a zip is never believed. */
const MAX_TOTAL = 16 * 2 ** 30;
/** A zip that claims to unpack to more than this is refused when it also claims to be packed better than `MAX_RATIO`. */
const RATIO_FROM = 256 * 2 ** 20;
const MAX_RATIO = 200;
/** General purpose flags: encrypted in the usual way, strongly, and with masked headers. */
const ENCRYPTED = 0x1 | 0x40 | 0x2000;

/**
 * Checks the structure of a zip whole and hands it over.
 *
 * Refused, because two programs could see different contents in them or because unpacking them would do harm: a second
 * end of the central directory, entries that overlap, and zips that claim to unpack to absurd sizes. Entries that are not
 * read may be anything: links, encrypted, with odd names. Memory and time are bounded by the central directory; no
 * content is unpacked here. Source: contract section 6, domain.md 4.8.
 *
 * @param wanted which entries to hand over, by their name with forward slashes
 * @param bad the error for a fault of the zip
 * @throws FactorioLockError `bad` of the fault; what `source` throws
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
    const local = await localContent(source, raw.position);
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

/** The end of a name, which may have 64 kB. */
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

/** The date of a zip's two numbers: years since 1980, months and days, hours and minutes, and half seconds. */
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
