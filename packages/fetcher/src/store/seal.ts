import type { Stats } from "node:fs";

/** The checks that an archive in the store has passed. */
export interface SealedArchive {
  readonly sha1: string;
  /** `NAME_VERSION.zip`, as the lockfile has it. */
  readonly fileName: string;
}

/** 2000-01-01, in seconds. With 28 bits of two seconds each, seals lie between 2000 and 2017. */
const EPOCH = 946_684_800;

/**
 * The modification time, in seconds, that a checked archive of this size is given. See docs/store.md, "The seal".
 *
 * Any later write, and any truncation, breaks it; so does asking for the archive under another name than the one that
 * its info.json was compared with. It is even, as FAT keeps only two seconds.
 */
export function sealTime({ sha1, fileName }: SealedArchive, size: number): number {
  return EPOCH + 2 * (fnv1a(`${sha1}:${size}:${fileName}`) >>> 4);
}

/** Whether a file in the store bears the seal of this archive: it is then what was checked, and need not be read. */
export function isSealed(stats: Stats, archive: SealedArchive): boolean {
  return stats.isFile() && stats.mtimeMs === sealTime(archive, stats.size) * 1000;
}

/** The 32-bit FNV-1a hash of a text's UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
