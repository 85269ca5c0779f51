import { setTimeout as sleep } from "node:timers/promises";
import { FactorioLockError } from "@factorio-lock/core";
import { ownSignal } from "@factorio-lock/disk";
import { checkFileName } from "@factorio-lock/game";
import { type Portal, PortalError } from "@factorio-lock/portal";
import pLimit from "p-limit";
import { throwIfInterrupted } from "../interrupted.ts";
import { prepareStore } from "../store/prepare-store.ts";
import type { Store } from "../store/store.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { missingOffline, tooLarge } from "./failure.ts";
import { fetchArchive } from "./fetch-archive.ts";
import { perHost } from "./host-limit.ts";
import type { Emit } from "./job.ts";
import { MAX_ARCHIVE_BYTES } from "./judge.ts";
import type { Tally } from "./tally.ts";

/** Options of `downloadAll`. */
export interface DownloadAllOptions {
  readonly store: Store;
  readonly portal: Portal | undefined;
  /** The number of concurrent downloads; by default 8, or 16 while archives are small. */
  readonly concurrency: number | undefined;
  readonly signal: AbortSignal;
  /** The maximum size of an archive in bytes. */
  readonly maxBytes: number | undefined;
  readonly emit: Emit;
  readonly tally: Tally;
  /** Records an archive that failed; rethrows errors that are not meant for users. */
  readonly fail: (archive: ArchiveRequest, error: unknown) => void;
}

/**
 * The default number of concurrent downloads, and the number while archives are small: those take longer to request
 * than to send.
 */
const CONCURRENCY = 8;
const SMALL_CONCURRENCY = 16;

/** Archives are small if their mean size is below this, in bytes. */
const SMALL = 512 * 1024;

/**
 * Downloads archives, largest first. A refused one is tried again if others succeeded, because the portal sometimes
 * refuses valid credentials for a moment. Source: docs/factorio.md, 1.7.
 *
 * @throws FactorioLockError `INTERRUPTED`; whatever `fail` throws
 */
export async function downloadAll(missing: readonly ArchiveRequest[], options: DownloadAllOptions): Promise<void> {
  const { store, portal, signal, maxBytes = MAX_ARCHIVE_BYTES, emit, tally, fail } = options;
  const network = pLimit(options.concurrency ?? CONCURRENCY);
  // Some are verified and synced while others are transferred.
  const limit = pLimit((options.concurrency ?? SMALL_CONCURRENCY) * 2);
  const announced = { files: 0, bytes: 0 };
  const adapt = (total: number | undefined): void => {
    if (options.concurrency !== undefined || total === undefined) return;
    announced.files += 1;
    announced.bytes += total;
    network.concurrency = announced.bytes / announced.files < SMALL ? SMALL_CONCURRENCY : CONCURRENCY;
  };
  const refused = new Map<ArchiveRequest, unknown>();
  let prepared: Promise<void> | undefined;

  // One download goes first, so that rejected credentials are noticed with one request instead of many.
  const scouting = createScouting();
  const scoutedEmit = (): Emit => (event) => {
    if (event.kind !== "retry") scouting.end();
    if (event.kind === "started") adapt(event.total);
    emit(event);
  };

  const begin = async (archive: ArchiveRequest): Promise<void> => {
    throwIfInterrupted(signal);
    if (tally.halt) throw tally.halt;
    checkFileName(archive);
    if ((archive.size ?? 0) > maxBytes) throw tooLarge(archive, archive.size, maxBytes);
    if (portal === undefined) throw missingOffline();
    await (prepared ??= prepareStore(store.directory));
    const transfer = <T>(task: () => Promise<T>): Promise<T> =>
      network(async () => {
        await scouting.turn();
        if (tally.halt) throw tally.halt;
        const ask = () => perHost(portal.url, task);
        return ask()
          .catch(async (error: unknown) => {
            // Retried, because the portal sometimes refuses valid credentials for a moment; but not after any download
            // succeeded.
            if (!isRefusal(error, "AUTH_REJECTED") || tally.files > 0 || tally.halt) throw error;
            await sleep(portal.limits.backOffMs, undefined, { signal: ownSignal(signal) }).catch(() =>
              throwIfInterrupted(signal),
            );
            return ask();
          })
          .catch((error: unknown) => {
            if (tally.files === 0 && (isRefusal(error) || isUnreachable(error, tally))) tally.halt ??= error;
            throw error;
          });
      });
    try {
      const onAccepted = (): void => scouting.end();
      await fetchArchive(archive, {
        store,
        portal,
        signal,
        maxBytes,
        transfer,
        onAccepted,
        emit: scoutedEmit(),
        tally,
      });
    } finally {
      scouting.end();
    }
  };
  const all = async (archives: Iterable<ArchiveRequest>, onError: typeof fail): Promise<void> => {
    const tasks = Array.from(archives, (archive) =>
      limit(() => begin(archive).catch((error: unknown) => onError(archive, error))),
    );
    // Waits for all tasks, so that none continues after this function has returned or thrown.
    const ends = await Promise.allSettled(tasks);
    throwIfInterrupted(signal);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };

  await all(largestFirst(missing), (archive, error) => {
    if (!(error instanceof FactorioLockError) || error.code !== "AUTH_REJECTED") return fail(archive, error);
    refused.set(archive, error);
  });
  if (tally.files > 0) return all(refused.keys(), fail);
  for (const [archive, error] of refused) fail(archive, error);
}

/** Lets the first download go ahead alone, and the others start once it has been accepted or has failed. */
function createScouting(): { turn(): Promise<void>; end(): void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let isTaken = false;
  return {
    end: () => end(),
    async turn() {
      if (isTaken) return ended;
      isTaken = true;
    },
  };
}

function isRefusal(error: unknown, code?: "AUTH_REJECTED"): error is FactorioLockError {
  if (!(error instanceof FactorioLockError)) return false;
  return error.code === "AUTH_REJECTED" || (code === undefined && error.code === "AUTH_REQUIRED");
}

/** Whether the portal is unreachable, so that other downloads need not be tried either. */
function isUnreachable(error: unknown, { bytes }: Tally): error is PortalError {
  return error instanceof PortalError && error.isUnconnected && bytes === 0;
}

function largestFirst(archives: readonly ArchiveRequest[]): readonly ArchiveRequest[] {
  return archives.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
}
