import type { Readable } from "node:stream";

/** The archive of one release, ready to be served. */
export interface Archive {
  /** `NAME_VERSION.zip`, with the author's own version text. */
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** 40 lower-case hex digits. */
  readonly sha1: string;
  readonly modified: Date;
  /**
   * The bytes from `start` up to, not including, `end`. Undefined when the archive is gone or is no longer the one
   * that `size` and `sha1` describe.
   */
  read(start: number, end: number): Promise<Readable | Buffer | undefined>;
}
