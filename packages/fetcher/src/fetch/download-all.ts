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
import type { Tell } from "./job.ts";
import { MAX_ARCHIVE_BYTES } from "./judge.ts";
import type { Tally } from "./tally.ts";

/** Options of `downloadAll`. */
export interface DownloadAllOptions {
  readonly store: Store;
  readonly portal: Portal | undefined;
  /** How many at once; undefined for the usual number, which is larger while archives are small. */
  readonly concurrency: number | undefined;
  readonly signal: AbortSignal;
  /** The most bytes that an archive may have. */
  readonly maxBytes: number | undefined;
  readonly tell: Tell;
  readonly tally: Tally;
  /** Records an archive that failed; rethrows errors that are not meant for users. */
  readonly fail: (archive: ArchiveRequest, error: unknown) => void;
}

/** How many archives are downloaded at once, and how many while they are small: those take longer to ask for than to send. */
const CONCURRENCY = 8;
const CONCURRENCY_OF_SMALL = 16;

/** The mean size in bytes below which archives are small. */
const SMALL = 512 * 1024;

/**
 * Downloads archives, the largest first. One that is refused is asked for once more when others came: the portal at times
 * refuses good credentials for a moment. Source: domain.md 1.7.
 *
 * @throws FactorioLockError `INTERRUPTED`; what `fail` throws
 */
export async function downloadAll(missing: readonly ArchiveRequest[], options: DownloadAllOptions): Promise<void> {
  const { store, portal, signal, maxBytes = MAX_ARCHIVE_BYTES, tell, tally, fail } = options;
  const network = pLimit(options.concurrency ?? CONCURRENCY);
  // Some are checked and synced while others are on the wire.
  const limit = pLimit((options.concurrency ?? CONCURRENCY_OF_SMALL) * 2);
  const announced = { files: 0, bytes: 0 };
  const adapt = (total: number | undefined): void => {
    if (options.concurrency !== undefined || total === undefined) return;
    announced.files += 1;
    announced.bytes += total;
    network.concurrency = announced.bytes / announced.files < SMALL ? CONCURRENCY_OF_SMALL : CONCURRENCY;
  };
  const refused = new Map<ArchiveRequest, unknown>();
  let prepared: Promise<void> | undefined;

  // One goes ahead: whether the portal takes the credentials need not be asked with every archive.
  const scouting = createScouting();
  const tellOf = (): Tell => (event) => {
    if (event.kind !== "retry") scouting.end();
    if (event.kind === "started") adapt(event.total);
    tell(event);
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
            // Once more, for the portal at times refuses good credentials for a moment; but only the first of all.
            if (!isRefusal(error, "AUTH_REJECTED") || tally.files > 0 || tally.halt) throw error;
            await sleep(portal.limits.backOffMs, undefined, { signal: ownSignal(signal) }).catch(() =>
              throwIfInterrupted(signal),
            );
            return ask();
          })
          .catch((error: unknown) => {
            if (tally.files === 0 && (isRefusal(error) || isDeaf(error, tally))) tally.halt ??= error;
            throw error;
          });
      });
    try {
      const onAccepted = (): void => scouting.end();
      await fetchArchive(archive, { store, portal, signal, maxBytes, transfer, onAccepted, tell: tellOf(), tally });
    } finally {
      scouting.end();
    }
  };
  const all = async (archives: Iterable<ArchiveRequest>, onError: typeof fail): Promise<void> => {
    const tasks = Array.from(archives, (archive) =>
      limit(() => begin(archive).catch((error: unknown) => onError(archive, error))),
    );
    // Nothing goes on behind the back of the caller, whatever happens.
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

/** Lets the first download go ahead alone, and the others once it has succeeded or failed. */
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

/** Whether there is no way to the portal: then nothing else comes from it either, and it is not asked again and again. */
function isDeaf(error: unknown, { bytes }: Tally): error is PortalError {
  return error instanceof PortalError && error.isUnconnected && bytes === 0;
}

function largestFirst(archives: readonly ArchiveRequest[]): readonly ArchiveRequest[] {
  return archives.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
}
