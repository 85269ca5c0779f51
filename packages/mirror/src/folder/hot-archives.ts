import { createHash } from "node:crypto";

/** Small archives that are requested often, kept in memory. Each was compared with its SHA-1 before. */
export interface HotArchives {
  /**
   * The bytes of an archive; undefined if it is to be read from the disk.
   *
   * @param load reads the whole archive; undefined when it is gone
   */
  get(
    archive: { readonly sha1: string; readonly size: number },
    load: () => Promise<Buffer | undefined>,
  ): Buffer | undefined | Promise<Buffer | undefined>;
}

/** The number of archives remembered after their first request, so that the second one keeps them in memory. */
const REMEMBERED = 4096;

/**
 * @param limit bytes of all archives together
 * @param largest bytes of an archive that is kept
 */
export function createHotArchives(limit: number, largest: number): HotArchives {
  const kept = new Map<string, Buffer>();
  const askedOnce = new Set<string>();
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
  const isKnown = (sha1: string): boolean => {
    if (askedOnce.delete(sha1)) return true;
    askedOnce.add(sha1);
    for (const oldest of askedOnce) {
      if (askedOnce.size <= REMEMBERED) break;
      askedOnce.delete(oldest);
    }
    return false;
  };

  return {
    get({ sha1, size }, load) {
      const known = kept.get(sha1);
      if (known) {
        // A map is in the order of insertion: moving the archive to its end makes the first one the least used.
        kept.delete(sha1);
        kept.set(sha1, known);
        return known;
      }
      if (size > largest || !isKnown(sha1)) return undefined;
      return load().then((content) => {
        if (!content || createHash("sha1").update(content).digest("hex") !== sha1) return undefined;
        keep(sha1, content);
        return content;
      });
    },
  };
}
