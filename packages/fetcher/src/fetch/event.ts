import type { ErrorCode } from "@factorio-lock/core";
import type { ArchiveRequest } from "./archive-request.ts";

/**
 * Events of one archive, in this order: `queued`, then `started` or `resumed`, `progress`, perhaps `retry`
 * and again from `started` or `resumed`, and finally `done` or `failed`. An archive in the store is only
 * `reused`; one that another process is downloading is `waiting`, then usually `reused`.
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
  /** Milliseconds on a steady clock: only differences mean something. */
  readonly at: number;
}

/** The archive is not in the store and will be requested. */
interface Queued extends About {
  readonly kind: "queued";
}

/** Another process downloads it; this one waits for that. */
interface Waiting extends About {
  readonly kind: "waiting";
}

/** Its download starts at the first byte. */
interface Started extends About {
  readonly kind: "started";
  /** Its bytes, where the server says. */
  readonly total: number | undefined;
}

/** Its download continues after the bytes that an earlier one brought. */
interface Resumed extends About {
  readonly kind: "resumed";
  /** The number of bytes already downloaded. */
  readonly from: number;
  readonly total: number | undefined;
}

/** More bytes have arrived: at most ten times a second. */
interface ProgressMade extends About {
  readonly kind: "progress";
  /** The number of bytes downloaded so far. */
  readonly received: number;
  readonly total: number | undefined;
}

/** A try has failed, and another follows. */
interface RetryAhead extends About {
  readonly kind: "retry";
  /** The pause before it, in milliseconds. */
  readonly waitMs: number;
  readonly reason: string;
}

/** It is in the store, checked. */
interface ArchiveDone extends About {
  readonly kind: "done";
  /** Its bytes. */
  readonly bytes: number;
}

/** It was in the store, or another process downloaded it. */
interface ArchiveReused extends About {
  readonly kind: "reused";
}

/** The download failed. The others go on. */
interface ArchiveFailed extends About {
  readonly kind: "failed";
  readonly code: ErrorCode;
  readonly message: string;
}
