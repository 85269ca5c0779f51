import type { Portal } from "@factorio-lock/portal";
import type { Store } from "../store/store.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { FetchEvent } from "./event.ts";
import type { Tally } from "./tally.ts";

/** State shared by the downloads of one call. */
export interface Job {
  readonly store: Store;
  readonly portal: Portal;
  readonly signal: AbortSignal;
  /** The maximum size of an archive in bytes. */
  readonly maxBytes?: number | undefined;
  /** Runs a task within the limit of concurrent transfers. */
  transfer<T>(task: () => Promise<T>): Promise<T>;
  /** Called when the portal has accepted the credentials. */
  onAccepted?(): void;
  readonly emit: Emit;
  /** The totals so far. */
  readonly tally: Tally;
}

/** Emits an event, adding its time. */
export type Emit = (event: Untimed<FetchEvent>) => void;

type Untimed<E> = E extends { readonly archive: ArchiveRequest } ? Omit<E, "at"> : never;
