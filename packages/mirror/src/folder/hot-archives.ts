import { createHash } from "node:crypto";

/** An in-memory LRU cache of small, often requested archives. Each was verified by its SHA-1. */
export interface HotArchives {
  /**
   * The bytes of an archive; undefined if it must be read from disk.
   *
   * @param load reads the whole archive; undefined if it is gone
   */
  get(
    archive: { readonly sha1: string; readonly size: number },
    load: () => Promise<Buffer | undefined>,
  ): Buffer | undefined | Promise<Buffer | undefined>;
}

/** The number of archives remembered after their first request; a second request loads them into memory. */
const REMEMBERED = 4096;

/**
 * @param limit the maximum bytes of all archives together
 * @param largest the maximum bytes of one archive
 */
export function createHotArchives(limit: number, largest: number): HotArchives {
  const kept = new Map<string, Buffer>();
  const requestedOnce = new Set<string>();
  let bytes = 0;

  const keep = (sha1: string, content: Buffer): void => {
    if (kept.has(sha1)) return;
    kept.set(sha1, content);
    bytes += content.length;
    for (const [oldest, { length }] of kept) {
      if (bytes <= limit) break;
      kept.delete(oldest);
      bytes -= length;
    }
  };
  const wasRequested = (sha1: string): boolean => {
    if (requestedOnce.delete(sha1)) return true;
    requestedOnce.add(sha1);
    for (const oldest of requestedOnce) {
      if (requestedOnce.size <= REMEMBERED) break;
      requestedOnce.delete(oldest);
    }
    return false;
  };

  return {
    get({ sha1, size }, load) {
      const known = kept.get(sha1);
      if (known) {
        // A map keeps insertion order: moving the archive to the end makes the first one the least recently used.
        kept.delete(sha1);
        kept.set(sha1, known);
        return known;
      }
      if (size > largest || !wasRequested(sha1)) return undefined;
      return load().then((content) => {
        if (!content || createHash("sha1").update(content).digest("hex") !== sha1) return undefined;
        keep(sha1, content);
        return content;
      });
    },
  };
}
