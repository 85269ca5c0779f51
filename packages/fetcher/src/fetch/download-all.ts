import { FactorioLockError } from "@factorio-lock/core";
import { checkFileName } from "@factorio-lock/game";
import type { Portal } from "@factorio-lock/portal";
import pLimit from "p-limit";
import { throwIfInterrupted } from "../interrupted.ts";
import { prepareStore } from "../store/prepare-store.ts";
import type { Store } from "../store/store.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { missingOffline } from "./failure.ts";
import { fetchArchive } from "./fetch-archive.ts";
import { perHost } from "./host-limit.ts";
import type { Tell } from "./job.ts";
import type { Tally } from "./tally.ts";

/** What the downloads of one call need. */
export interface DownloadAllOptions {
  readonly store: Store;
  readonly portal: Portal | undefined;
  /** How many at once; undefined for the usual number, and twice as many while archives are small. */
  readonly concurrency: number | undefined;
  readonly signal: AbortSignal;
  readonly tell: Tell;
  readonly tally: Tally;
  /** Takes note of an archive that did not come; throws what is not for users. */
  readonly fail: (archive: ArchiveRequest, error: unknown) => void;
}

/** How many archives are downloaded at once. */
const CONCURRENCY = 8;

/** Bytes of an archive that takes less time to send than to ask for. */
const SMALL = 512 * 1024;

/**
 * Downloads archives, the largest first. One that is refused is asked for once more when others came: the portal at times
 * refuses good credentials for a moment. Source: domain.md 1.7.
 *
 * @throws FactorioLockError `INTERRUPTED`; what `fail` throws
 */
export async function downloadAll(missing: readonly ArchiveRequest[], options: DownloadAllOptions): Promise<void> {
  const { store, portal, concurrency = CONCURRENCY, signal, tell, tally, fail } = options;
  const network = pLimit(concurrency);
  // Some are checked and synced while others are on the wire.
  const limit = pLimit(concurrency * 2);
  const adapt = (): void => {
    if (options.concurrency !== undefined) return;
    const isSmall = tally.files >= concurrency && tally.bytes / tally.files < SMALL;
    network.concurrency = isSmall ? concurrency * 2 : concurrency;
    limit.concurrency = network.concurrency * 2;
  };
  const refused = new Map<ArchiveRequest, unknown>();
  let prepared: Promise<void> | undefined;

  const begin = async (archive: ArchiveRequest): Promise<void> => {
    throwIfInterrupted(signal);
    if (tally.halt) throw tally.halt;
    checkFileName(archive);
    if (portal === undefined) throw missingOffline();
    await (prepared ??= prepareStore(store.directory));
    const transfer = <T>(task: () => Promise<T>): Promise<T> =>
      network(() => {
        if (tally.halt) throw tally.halt;
        return perHost(portal.url, task);
      });
    await fetchArchive(archive, { store, portal, signal, transfer, tell, tally });
    adapt();
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
    tally.refuse(error);
  });
  if (tally.files > 0) return all(refused.keys(), fail);
  for (const [archive, error] of refused) fail(archive, error);
}

function largestFirst(archives: readonly ArchiveRequest[]): readonly ArchiveRequest[] {
  return archives.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
}
