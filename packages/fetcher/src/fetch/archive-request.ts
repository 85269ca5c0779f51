import type { Sha1, Version } from "@factorio-lock/core";

/** An archive that is wanted, as the lockfile knows it. */
export interface ArchiveRequest {
  readonly name: string;
  readonly version: Version;
  /** `NAME_VERSION.zip` */
  readonly fileName: string;
  readonly sha1: Sha1;
  /** The algorithm of `sha1`, if it is another one. */
  readonly hash?: "SHA-256";
  /** The portal's relative address, `/download/NAME/ID`. */
  readonly download: string;
  /** Its bytes, where they are known: only for the order, large ones go first. */
  readonly size?: number;
}
