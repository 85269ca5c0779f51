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
  /** The most bytes that an archive may have. */
  readonly maxBytes?: number | undefined;
  /** Runs a task when fewer transfers than wanted are under way. */
  transfer<T>(task: () => Promise<T>): Promise<T>;
  /** Called when the portal has taken the credentials. */
  onAccepted?(): void;
  readonly tell: Tell;
  /** The totals so far. */
  readonly tally: Tally;
}

/** Tells of an event; its time is added. */
export type Tell = (event: Untimed<FetchEvent>) => void;

type Untimed<E> = E extends { readonly archive: ArchiveRequest } ? Omit<E, "at"> : never;
