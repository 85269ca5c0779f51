import type { FactorioLockError } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import type { Store } from "../store/store.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { FetchEvent } from "./event.ts";

/** What the downloads of one call share. */
export interface Job {
  readonly store: Store;
  readonly portal: Portal;
  readonly signal: AbortSignal | undefined;
  /** Tells of an event; the time is added here. */
  tell(event: Untimed<FetchEvent>): void;
  /** What has come so far. */
  readonly tally: Tally;
}

/** The sums of a job. */
export interface Tally {
  /** Archives that came over the network. */
  files: number;
  /** Bytes that came over the network. */
  bytes: number;
  reused: number;
  /** How often the portal has refused the credentials. */
  refusals: number;
  /** Why no further archive is begun. */
  halt: FactorioLockError | undefined;
}

/** An event before it has its time. */
type Untimed<E> = E extends { readonly archive: ArchiveRequest } ? Omit<E, "at"> : never;
