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
   * Opens it to be read: its bytes, where they are in memory anyway. Undefined when it has changed or gone since the
   * catalog last looked, which is not the word that there is no such release: asked again, the catalog knows.
   *
   * @throws the system's error when it cannot be opened
   */
  open(): Promise<OpenArchive | Buffer | undefined>;
}

/** An archive that is being read by one client. */
export interface OpenArchive {
  /**
   * Waits until there is something to read at a position; absent if all of the archive is there.
   *
   * @throws when the bytes turn out to be wrong
   */
  arrival?(position: number): Promise<void>;
  /**
   * Reads at a position into a buffer, at most to its end.
   *
   * @returns how many bytes were read; 0 only behind the end
   * @throws when the bytes turn out to be wrong, or cannot be read
   */
  read(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}
