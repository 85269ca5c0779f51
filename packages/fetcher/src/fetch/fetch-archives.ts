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
import type { Emit } from "./job.ts";
import { storedArchives } from "./stored-archives.ts";
import { newTally } from "./tally.ts";

/** Options of `fetchArchives`. */
export interface FetchOptions {
  readonly store: Store;
  /** Absent if offline; then only the store is used. */
  readonly portal?: Portal | undefined;
  /** The number of concurrent downloads. Default 8, or 16 while archives are small according to the responses. */
  readonly concurrency?: number;
  /** The maximum size of an archive in bytes. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  onEvent?(event: FetchEvent): void;
}

/** The outcome of a fetch. */
export interface FetchReport {
  /** The number of downloaded archives. */
  readonly files: number;
  /** The number of downloaded bytes. */
  readonly bytes: number;
  /** The number of archives that were in the store already, or that another process downloaded. */
  readonly reused: number;
}

/**
 * Downloads archives into the store. For an archive that is already there, only its file's metadata is read. The others
 * are downloaded in parallel, resumed where an earlier run or a broken connection stopped, and verified. A failure does
 * not stop the others. Source: docs/store.md, "How an archive gets in".
 *
 * @throws FactorioLockError one error for all failures, with the code of the worst: `CHECKSUM_MISMATCH`, `BAD_ARCHIVE`,
 *   `UNSAFE_NAME`, `FAILED` (the disk), `AUTH_REQUIRED`, `AUTH_REJECTED`, `PORTAL_UNREACHABLE`, `PORTAL_ERROR`,
 *   `OFFLINE`; `INTERRUPTED` if the signal aborts; partial downloads are kept
 */
export async function fetchArchives(wanted: readonly ArchiveRequest[], options: FetchOptions): Promise<FetchReport> {
  const { store, portal, signal, concurrency, maxBytes } = options;
  const tally = newTally();
  const failures: Failure[] = [];
  const emit: Emit = (event) => options.onEvent?.({ ...event, at: performance.now() } as FetchEvent);
  const fail = (archive: ArchiveRequest, thrown: unknown): void => {
    const error = storeFault(thrown, store.directory);
    if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
    // Without an account, or on a disk error, the others would fail too.
    if (error.code === "AUTH_REQUIRED" || error.code === "FAILED") tally.halt ??= error;
    failures.push({ archive, error });
    emit({ kind: "failed", archive, code: error.code, message: error.message });
  };

  throwIfInterrupted(signal);
  const { ready, unfit } = await storedArchives(wanted, store, signal).catch((error: unknown) => {
    throw storeFault(error, store.directory);
  });
  tally.reused = ready.size;
  for (const archive of ready) emit({ kind: "reused", archive });
  for (const [archive, error] of unfit) fail(archive, error);
  const missing = wanted.filter((archive) => !ready.has(archive) && !unfit.has(archive));
  for (const archive of missing) emit({ kind: "queued", archive });
  const shared = { store, portal, concurrency, maxBytes, emit, tally, fail };
  await withOwnSignal(signal, (own) => downloadAll(missing, { ...shared, signal: own }));
  if (failures.length > 0) throw allFailures(failures, wanted.length);
  return { files: tally.files, bytes: tally.bytes, reused: tally.reused };
}
