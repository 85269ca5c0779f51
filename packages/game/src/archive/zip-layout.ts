import type { ByteSource } from "./byte-source.ts";
import { readLocalHeader } from "./local-header.ts";
import { hasEnd, TWO_ENDS } from "./zip-end.ts";

/** The location of an entry: the offset of its local header, and its packed size. */
export interface EntrySpan {
  readonly position: number;
  readonly packedSize: number;
}

const LOCAL_HEADER = 30;
/** The smallest size of a second, hidden directory: one entry and an end record. */
const HIDDEN = 46 + 22;

/**
 * Checks that a zip can be read in only one way: its entries must precede its directory and not overlap, and there must
 * be no end record of another directory before, between or after them.
 *
 * An end record inside the content or the extra field of an entry (a zip stored in the zip) is allowed. Local headers
 * are read only if such a record makes it necessary.
 *
 * @param start the offset of the central directory
 * @returns the fault, without a full stop; undefined if there is none
 */
export async function layoutFault(
  source: ByteSource,
  start: number,
  spans: readonly EntrySpan[],
): Promise<string | undefined> {
  const sorted = [...spans].sort((a, b) => a.position - b.position);
  let reached = 0;
  let before: EntrySpan | undefined;
  for (const span of [...sorted, { position: start, packedSize: 0 }]) {
    const { position, packedSize } = span;
    if (position < reached) return "its entries overlap";
    if (position - reached >= HIDDEN && (await hidesEnd(source, before, reached, position))) return TWO_ENDS;
    reached = position + LOCAL_HEADER + packedSize;
    before = span;
  }
  return undefined;
}

/** Whether there is an end record between the end of an entry and the next entry. */
async function hidesEnd(source: ByteSource, before: EntrySpan | undefined, from: number, to: number): Promise<boolean> {
  if (!(await hasEnd(source, from, to))) return false;
  const content = before && (await readLocalHeader(source, before.position));
  return !before || !content || hasEnd(source, content.position + before.packedSize, to);
}
