/** Pictures that were asked for lately, so that not every request opens an archive; the least used go first. */
export interface Thumbnails {
  /**
   * The picture in the archive with a SHA-1; who asks while it is read shares the reading.
   *
   * @param read gives the picture; undefined when there is none, which is not remembered
   */
  get(sha1: string, read: () => Promise<Buffer | undefined>): Promise<Buffer | undefined>;
}

/** @param limit bytes of all pictures together; one that takes more than a quarter of it is not kept */
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
        const under = reading.get(sha1) ?? load(sha1, read);
        reading.set(sha1, under);
        return under;
      }
      // A map is in the order of insertion: moving the picture to its end makes the first one the least used.
      kept.delete(sha1);
      kept.set(sha1, known);
      return known;
    },
  };
}
