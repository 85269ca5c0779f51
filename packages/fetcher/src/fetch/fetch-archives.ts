import { FactorioLockError } from "@factorio-lock/core";
import { checkFileName } from "@factorio-lock/game";
import type { Portal } from "@factorio-lock/portal";
import pLimit from "p-limit";
import { throwIfInterrupted } from "../interrupted.ts";
import { prepareStore } from "../store/prepare-store.ts";
import type { Store } from "../store/store.ts";
import { storeFault } from "../store/store-fault.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { FetchEvent } from "./event.ts";
import { allFailures, type Failure, missingOffline } from "./failure.ts";
import { fetchArchive } from "./fetch-archive.ts";
import { perHost } from "./host-limit.ts";
import type { Job, Tally } from "./job.ts";
import { storedArchives } from "./stored-archives.ts";

/** How archives are fetched. */
export interface FetchOptions {
  readonly store: Store;
  /** Absent when offline: then only the store answers. */
  readonly portal?: Portal | undefined;
  /** How many downloads are under way at once, default 8. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal | undefined;
  onEvent?(event: FetchEvent): void;
}

/** What was done. */
export interface FetchReport {
  /** Archives that came over the network. */
  readonly files: number;
  /** Bytes that came over the network. */
  readonly bytes: number;
  /** Archives that were in the store, or that another process brought there. */
  readonly reused: number;
}

/** How many archives are downloaded at once. */
const CONCURRENCY = 8;

/** So many refusals, without one archive in between, and no further archive is asked for. */
const REFUSALS = 3;

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
  const { store, portal, signal, concurrency = CONCURRENCY } = options;
  const tally: Tally = { files: 0, bytes: 0, reused: 0, refusals: 0, halt: undefined };
  const tell: Job["tell"] = (event) => options.onEvent?.({ ...event, at: performance.now() } as FetchEvent);
  const failures: Failure[] = [];
  const settle = (archive: ArchiveRequest, thrown: unknown): void => {
    const error = storeFault(thrown, store.directory);
    if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
    halt(error, tally);
    failures.push({ archive, error });
    tell({ kind: "failed", archive, code: error.code, message: error.message });
  };

  throwIfInterrupted(signal);
  const { ready, unfit } = await storedArchives(wanted, store, signal).catch((error: unknown) => {
    throw storeFault(error, store.directory);
  });
  for (const archive of ready) tell({ kind: "reused", archive });
  tally.reused = ready.size;
  for (const [archive, error] of unfit) settle(archive, error);
  const missing = wanted.filter((archive) => !ready.has(archive) && !unfit.has(archive));
  for (const archive of missing) tell({ kind: "queued", archive });

  const limit = pLimit(concurrency);
  const refused: Failure[] = [];
  let prepared: Promise<void> | undefined;
  const begin = async (archive: ArchiveRequest, isLastTry: boolean): Promise<void> => {
    try {
      throwIfInterrupted(signal);
      if (tally.halt) throw tally.halt;
      checkFileName(archive);
      if (portal === undefined) throw missingOffline();
      await (prepared ??= prepareStore(store.directory));
      await perHost(portal.url, () => fetchArchive(archive, { store, portal, signal, tell, tally }));
    } catch (error) {
      const isRefused = error instanceof FactorioLockError && error.code === "AUTH_REJECTED";
      if (!isRefused || isLastTry) return settle(archive, error);
      halt(error, tally);
      refused.push({ archive, error });
    }
  };
  const ends = await Promise.allSettled(largestFirst(missing).map((archive) => limit(begin, archive, false)));
  // The portal at times refuses good credentials for a moment: where others came, one more try. Source: domain.md 1.7.
  const isAccepted = tally.files > 0;
  for (const { archive, error } of isAccepted ? [] : refused) settle(archive, error);
  if (isAccepted) ends.push(...(await Promise.allSettled(refused.map(({ archive }) => limit(begin, archive, true)))));
  throwIfInterrupted(signal);
  const defect = ends.find((end) => end.status === "rejected");
  if (defect) throw defect.reason;
  if (failures.length > 0) throw allFailures(failures, wanted.length);
  return { files: tally.files, bytes: tally.bytes, reused: tally.reused };
}

/** Some failures befall every archive: then no more are begun. */
function halt(error: FactorioLockError, tally: Tally): void {
  if (error.code === "AUTH_REJECTED") tally.refusals += 1;
  const isRefused = error.code === "AUTH_REJECTED" && tally.refusals >= REFUSALS && tally.files === 0;
  if (isRefused || error.code === "AUTH_REQUIRED" || error.code === "FAILED") tally.halt ??= error;
}

function largestFirst(archives: readonly ArchiveRequest[]): readonly ArchiveRequest[] {
  return archives.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
}
