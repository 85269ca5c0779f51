import type { FileHandle } from "node:fs/promises";

/** Bytes of the file from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the parts of a zip lie. */
export interface ZipLayout {
  /** Of the file, in bytes. */
  readonly size: number;
  /** Where the central directory starts and ends. */
  readonly start: number;
  readonly end: number;
  /** Bytes of the archive's comment. */
  readonly comment: number;
  /** For each entry, from its local header to the least end that its content can have. */
  readonly spans: readonly Span[];
}

const END_OF_DIRECTORY = Buffer.from("PK\x05\x06", "latin1");
const ZIP64_END = Buffer.from("PK\x06\x06", "latin1");
const END_SIZE = 22;
/** The end record with the longest comment, and what Zip64 puts before it, with room for its extensions. */
const MAX_TAIL = END_SIZE + 65_535 + 20 + 56 + 4096;
/** The least that a second, hidden directory needs: an entry and an end record. */
const HIDDEN = 46 + END_SIZE;
/** Unused bytes between entries above which a zip is refused. */
const MAX_GAPS = 64 * 2 ** 20;

/**
 * Whether a zip could be read in two ways: its parts must lie one after the other, without overlap, from the first byte
 * of the file to the last, with one end record and no other in between.
 *
 * An end record inside the content of an entry (a stored zip in the zip) is no fault, unless its comment reaches exactly
 * to the end of the file.
 *
 * @returns the fault, without a full stop; undefined where there is none
 */
export async function checkLayout(handle: FileHandle, layout: ZipLayout): Promise<string | undefined> {
  const { size, start, end, comment, spans } = layout;
  const twice = "it has two ends of its central directory";
  const endRecord = size - END_SIZE - comment;
  if (end > endRecord || size - end > MAX_TAIL) return "its central directory has the wrong size";

  const tailAt = Math.max(0, size - MAX_TAIL);
  const tail = await readSpan(handle, { from: tailAt, to: size });
  for (let at = tail.indexOf(END_OF_DIRECTORY); at >= 0; at = tail.indexOf(END_OF_DIRECTORY, at + 1)) {
    const position = tailAt + at;
    if (position === endRecord) continue;
    const reachesEnd = at + END_SIZE <= tail.length && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length;
    if (position >= start || reachesEnd) return twice;
  }
  const between = tail.subarray(end - tailAt, endRecord - tailAt);
  if (between.length > 0 && !between.subarray(0, 4).equals(ZIP64_END))
    return "there are bytes after its central directory";

  const sorted = [...spans].sort((a, b) => a.from - b.from);
  let reached = 0;
  let gaps = 0;
  for (const { from, to } of [...sorted, { from: start, to: start }]) {
    if (from < reached) return "its entries overlap";
    if (reached === 0 && from > 0) return "there are bytes before its first entry";
    const gap = from - reached;
    gaps += gap;
    if (gaps > MAX_GAPS) return "it has large unused parts";
    if (gap >= HIDDEN && (await readSpan(handle, { from: reached, to: from })).includes(END_OF_DIRECTORY)) return twice;
    reached = to;
  }
  return undefined;
}

async function readSpan(handle: FileHandle, { from, to }: Span): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}
