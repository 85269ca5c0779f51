/** Where the bytes of an archive go, one behind the other, hashed on their way. */
export interface ArchiveSink {
  /** How many bytes it has and has hashed. */
  position(): number;
  /** Takes chunks at the end. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
  /** The SHA-1 of all that it has, in hex. */
  digest(): string;
  /** Drops all that it has. */
  restart(): Promise<void>;
}
