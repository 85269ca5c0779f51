/** An LRU cache of pictures, so that not every request opens an archive. */
export interface Thumbnails {
  /**
   * The picture in the archive with a SHA-1. Concurrent requests share one read.
   *
   * @param read reads the picture; undefined if there is none, which is not cached
   */
  get(sha1: string, read: () => Promise<Buffer | undefined>): Promise<Buffer | undefined>;
}

/** @param limit the maximum bytes of all pictures together; a picture of more than a quarter of that is not cached */
export function createThumbnails(limit: number): Thumbnails {
  const kept = new Map<string, Buffer>();
  const reading = new Map<string, Promise<Buffer | undefined>>();
  let bytes = 0;

  const keep = (sha1: string, picture: Buffer): void => {
    kept.set(sha1, picture);
    bytes += picture.length;
    for (const [oldest, { length }] of kept) {
      if (bytes <= limit) break;
      kept.delete(oldest);
      bytes -= length;
    }
  };
  const load = async (sha1: string, read: () => Promise<Buffer | undefined>): Promise<Buffer | undefined> => {
    try {
      const picture = await read();
      if (picture && picture.length <= limit / 4) keep(sha1, picture);
      return picture;
    } finally {
      reading.delete(sha1);
    }
  };

  return {
    async get(sha1, read) {
      const known = kept.get(sha1);
      if (!known) {
        const pending = reading.get(sha1) ?? load(sha1, read);
        reading.set(sha1, pending);
        return pending;
      }
      // A map keeps insertion order: moving the picture to the end makes the first one the least recently used.
      kept.delete(sha1);
      kept.set(sha1, known);
      return known;
    },
  };
}
