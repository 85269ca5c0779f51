import type { Sha1, Version } from "@factorio-lock/core";

/** An archive to download, as described by the lockfile. */
export interface ArchiveRequest {
  readonly name: string;
  readonly version: Version;
  /** `NAME_VERSION.zip` */
  readonly fileName: string;
  readonly sha1: Sha1;
  /** The algorithm of the hash in `sha1`, if it is not SHA-1. */
  readonly hash?: "SHA-256";
  /** The portal's relative address, `/download/NAME/ID`. */
  readonly download: string;
  /** Its size in bytes, if known. Large archives are downloaded first. */
  readonly size?: number;
}
