import { checkArchive } from "@factorio-lock/game";
import { rightBytes, seal } from "../store/recheck.ts";
import type { Store } from "../store/store.ts";
import type { ArchiveRequest } from "./archive-request.ts";

/** The requested archives by their state in the store. */
export interface StoredArchives {
  /** Present and verified. */
  readonly ready: ReadonlySet<ArchiveRequest>;
  /** Archives with the right hash that do not contain this mod, with the error from `checkArchive`. */
  readonly unfit: ReadonlyMap<ArchiveRequest, unknown>;
}

/**
 * Finds the archives that are in the store. Archives with a broken seal are hashed again; for all others only the
 * file's metadata is read.
 *
 * @throws FactorioLockError `INTERRUPTED`; the system's errors
 */
export async function storedArchives(
  wanted: readonly ArchiveRequest[],
  store: Store,
  signal: AbortSignal | undefined,
): Promise<StoredArchives> {
  const ready = new Set<ArchiveRequest>();
  const unfit = new Map<ArchiveRequest, unknown>();
  for (const archive of wanted) if (store.has(archive)) ready.add(archive);
  if (ready.size === wanted.length) return { ready, unfit };
  const pathOf = ({ sha1 }: ArchiveRequest): string => store.archivePath(sha1);
  const unsure = wanted.filter((archive) => !ready.has(archive));
  for (const archive of await rightBytes(unsure, pathOf, signal)) {
    try {
      await checkArchive(pathOf(archive), archive);
      await seal(archive, pathOf(archive));
      ready.add(archive);
    } catch (error) {
      unfit.set(archive, error);
    }
  }
  return { ready, unfit };
}
