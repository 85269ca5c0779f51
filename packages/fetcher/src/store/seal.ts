import type { Stats } from "node:fs";

/** The facts that a seal confirms for an archive in the store. */
export interface SealedArchive {
  readonly sha1: string;
  /** `NAME_VERSION.zip`, as in the lockfile. */
  readonly fileName: string;
}

/** 2000-01-01, in seconds. Seals have 28 bits in units of two seconds, so they are between 2000 and 2017. */
const EPOCH = 946_684_800;

/**
 * The modification time, in seconds, that marks an archive of this size as verified. See docs/store.md, "The seal".
 *
 * Any later write or truncation breaks the seal; so does a request under another file name than the one that was
 * compared with info.json. The time is even, because FAT has a resolution of two seconds.
 */
export function sealTime({ sha1, fileName }: SealedArchive, size: number): number {
  return EPOCH + 2 * (fnv1a(`${sha1}:${size}:${fileName}`) >>> 4);
}

/** Whether a file has the seal of this archive, which means that it was verified and need not be read again. */
export function isSealed(stats: Stats, archive: SealedArchive): boolean {
  return stats.isFile() && stats.mtimeMs === sealTime(archive, stats.size) * 1000;
}

/** The 32-bit FNV-1a hash of a text's UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
