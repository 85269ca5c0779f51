/** The archive of a release, ready to be served. */
export interface Archive {
  /** `NAME_VERSION.zip`, with the version as written by the author. */
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** 40 lower-case hex digits. */
  readonly sha1: string;
  readonly modified: Date;
  /**
   * Opens it for reading, or returns its bytes if they are in memory already. Undefined if the file was changed or
   * removed since the catalog last checked; the release may still exist, so ask the catalog again.
   *
   * @throws the system's error if it cannot be opened
   */
  open(): OpenArchive | Buffer | undefined | Promise<OpenArchive | Buffer | undefined>;
}

/** An archive opened for one client. */
export interface OpenArchive {
  /**
   * Waits until there are bytes to read at a position; absent if the archive is complete.
   *
   * @throws if the bytes turn out to be wrong
   */
  arrival?(position: number): Promise<void>;
  /**
   * Reads from a position into a buffer, up to its length.
   *
   * @returns the number of bytes read; 0 only at the end
   * @throws if the bytes turn out to be wrong, or cannot be read
   */
  read(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}
