import { FactorioLockError } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import { throwIfInterrupted } from "../interrupted.ts";
import { withOwnSignal } from "../own-signal.ts";
import type { Store } from "../store/store.ts";
import { storeFault } from "../store/store-fault.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { downloadAll } from "./download-all.ts";
import type { FetchEvent } from "./event.ts";
import { allFailures, type Failure } from "./failure.ts";
import type { Tell } from "./job.ts";
import { storedArchives } from "./stored-archives.ts";
import { newTally } from "./tally.ts";

/** How archives are fetched. */
export interface FetchOptions {
  readonly store: Store;
  /** Absent when offline: then only the store answers. */
  readonly portal?: Portal | undefined;
  /** How many downloads are under way at once. Default 8, and 16 while the archives are small by what the answers say. */
  readonly concurrency?: number;
  /** The most bytes that an archive may have. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  onEvent?(event: FetchEvent): void;
}

/** The outcome of a fetch. */
export interface FetchReport {
  /** Archives that came over the network. */
  readonly files: number;
  /** Bytes that came over the network. */
  readonly bytes: number;
  /** Archives that were in the store, or that another process brought there. */
  readonly reused: number;
}

/**
 * Brings archives into the store. What is there already costs one look at the file and no request. The others are
 * downloaded at the same time, each resumed where an earlier run or a broken connection left it, and checked. One that
 * fails does not stop the others. Source: contract section 6.
 *
 * @throws FactorioLockError one for all that failed, with the code of the worst: `CHECKSUM_MISMATCH`, `BAD_ARCHIVE`,
 *   `UNSAFE_NAME`, `FAILED` (the disk), `AUTH_REQUIRED`, `AUTH_REJECTED`, `PORTAL_UNREACHABLE`, `PORTAL_ERROR`, `OFFLINE`;
 *   `INTERRUPTED` when the signal fires, which keeps what has come
 */
export async function fetchArchives(wanted: readonly ArchiveRequest[], options: FetchOptions): Promise<FetchReport> {
  const { store, portal, signal, concurrency, maxBytes } = options;
  const tally = newTally();
  const failures: Failure[] = [];
  const tell: Tell = (event) => options.onEvent?.({ ...event, at: performance.now() } as FetchEvent);
  const fail = (archive: ArchiveRequest, thrown: unknown): void => {
    const error = storeFault(thrown, store.directory);
    if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
    // Without an account, or with a full disk, the others would fail as well.
    if (error.code === "AUTH_REQUIRED" || error.code === "FAILED") tally.halt ??= error;
    failures.push({ archive, error });
    tell({ kind: "failed", archive, code: error.code, message: error.message });
  };

  throwIfInterrupted(signal);
  const { ready, unfit } = await storedArchives(wanted, store, signal).catch((error: unknown) => {
    throw storeFault(error, store.directory);
  });
  tally.reused = ready.size;
  for (const archive of ready) tell({ kind: "reused", archive });
  for (const [archive, error] of unfit) fail(archive, error);
  const missing = wanted.filter((archive) => !ready.has(archive) && !unfit.has(archive));
  for (const archive of missing) tell({ kind: "queued", archive });
  const shared = { store, portal, concurrency, maxBytes, tell, tally, fail };
  await withOwnSignal(signal, (own) => downloadAll(missing, { ...shared, signal: own }));
  if (failures.length > 0) throw allFailures(failures, wanted.length);
  return { files: tally.files, bytes: tally.bytes, reused: tally.reused };
}
