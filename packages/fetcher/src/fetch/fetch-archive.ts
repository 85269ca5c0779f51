import { FactorioLockError } from "@factorio-lock/core";
import { checkArchive } from "@factorio-lock/game";
import { type Claim, claimArchive } from "../partial/claim.ts";
import { openPartial, type PartialFile } from "../partial/partial-file.ts";
import { partialFolder } from "../store/layout.ts";
import { sealTime } from "../store/seal.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { Job } from "./job.ts";
import { type TransferOptions, transferArchive } from "./transfer.ts";

/**
 * Downloads an archive into the store and verifies its length, SHA-1, zip structure, and the name and version in its
 * info.json. The next transfer can start while this archive is verified and synced. Source: docs/store.md, "How an
 * archive gets in".
 *
 * @throws FactorioLockError, the system's errors
 */
export async function fetchArchive(archive: ArchiveRequest, job: Job): Promise<void> {
  const downloaded = await job.transfer(() => download(archive, job));
  if (downloaded === undefined) {
    job.tally.reused += 1;
    job.emit({ kind: "reused", archive });
    return;
  }
  const { claim, file } = downloaded;
  try {
    const bytes = await withPartial(file, async () => {
      await checkArchive(file.path, archive);
      const size = file.position();
      await file.publish(job.store.archivePath(archive.sha1), sealTime(archive, size));
      return size;
    });
    job.tally.files += 1;
    job.emit({ kind: "done", archive, bytes });
  } finally {
    claim.release();
  }
}

/** The downloaded bytes of an archive, with the right hash, and the claim on it. */
interface Downloaded {
  readonly claim: Claim;
  readonly file: PartialFile;
}

/** Downloads the bytes of an archive; undefined if another process has put it into the store meanwhile. */
async function download(archive: ArchiveRequest, job: Job): Promise<Downloaded | undefined> {
  const { store, signal } = job;
  const folder = partialFolder(store.directory);
  const claim = await claimArchive(folder, archive.sha1, {
    isDone: () => store.has(archive),
    onWait: () => job.emit({ kind: "waiting", archive }),
    signal,
  });
  if (claim === undefined) return undefined;
  try {
    const file = await openPartial(folder, archive.sha1, claim.token, signal);
    await withPartial(file, () => transferArchive(archive, file, transferOf(job)));
    return { claim, file };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** Runs a task. If it fails, the partial file is kept for the next try, or removed if its bytes are wrong. */
async function withPartial<T>(file: PartialFile, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const code = error instanceof FactorioLockError ? error.code : undefined;
    if (code === "CHECKSUM_MISMATCH" || code === "BAD_ARCHIVE") await file.discard();
    else await file.keep();
    throw error;
  }
}

function transferOf(job: Job): TransferOptions {
  const { portal, signal, maxBytes, emit, tally } = job;
  const onBytes = (bytes: number): void => {
    tally.bytes += bytes;
  };
  const onAccepted = (): void => job.onAccepted?.();
  return { portal, signal, maxBytes, emit, onBytes, onAccepted };
}
