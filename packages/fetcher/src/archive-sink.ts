/** A destination for the bytes of an archive, which hashes them as they are appended. */
export interface ArchiveSink {
  /** The number of bytes received and hashed so far. */
  position(): number;
  /** Appends chunks. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
  /** The hash of all bytes so far, in hex. */
  digest(): string;
  /** Discards all bytes. */
  restart(): Promise<void>;
}
