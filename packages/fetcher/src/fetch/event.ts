import type { ErrorCode } from "@factorio-lock/core";
import type { ArchiveRequest } from "./archive-request.ts";

/**
 * The events of an archive, in this order: `queued`; `started` or `resumed`; `progress`; possibly `retry`, followed by
 * `started` or `resumed` again; finally `done` or `failed`. An archive in the store only gets `reused`; one that
 * another process is downloading gets `waiting`, then usually `reused`.
 */
export type FetchEvent =
  | Queued
  | Waiting
  | Started
  | Resumed
  | ProgressMade
  | RetryAhead
  | ArchiveDone
  | ArchiveReused
  | ArchiveFailed;

interface About {
  readonly archive: ArchiveRequest;
  /** The time on a monotonic clock in milliseconds; only differences are meaningful. */
  readonly at: number;
}

/** The archive is not in the store and will be requested. */
interface Queued extends About {
  readonly kind: "queued";
}

/** Another process is downloading it; this one waits. */
interface Waiting extends About {
  readonly kind: "waiting";
}

/** Its download starts at the first byte. */
interface Started extends About {
  readonly kind: "started";
  /** Its size in bytes, if the server gives it. */
  readonly total: number | undefined;
}

/** Its download continues an earlier, incomplete one. */
interface Resumed extends About {
  readonly kind: "resumed";
  /** The number of bytes already downloaded. */
  readonly from: number;
  readonly total: number | undefined;
}

/** More bytes have arrived. Sent at most ten times a second. */
interface ProgressMade extends About {
  readonly kind: "progress";
  /** The number of bytes downloaded so far. */
  readonly received: number;
  readonly total: number | undefined;
}

/** A try has failed; another will follow. */
interface RetryAhead extends About {
  readonly kind: "retry";
  /** The pause before the next try, in milliseconds. */
  readonly waitMs: number;
  readonly reason: string;
}

/** It was verified and is in the store. */
interface ArchiveDone extends About {
  readonly kind: "done";
  /** Its size in bytes. */
  readonly bytes: number;
}

/** It was in the store, or another process downloaded it. */
interface ArchiveReused extends About {
  readonly kind: "reused";
}

/** The download failed. Others continue. */
interface ArchiveFailed extends About {
  readonly kind: "failed";
  readonly code: ErrorCode;
  readonly message: string;
}
