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
 * Brings one archive into the store, checked: length, SHA-1, zip structure, name and version in its info.json. While it is
 * checked and synced, the next transfer is under way. Source: contract section 6.
 *
 * @throws FactorioLockError, the system's errors
 */
export async function fetchArchive(archive: ArchiveRequest, job: Job): Promise<void> {
  const brought = await job.transfer(() => bring(archive, job));
  if (brought === undefined) {
    job.tally.reused += 1;
    job.tell({ kind: "reused", archive });
    return;
  }
  const { claim, file } = brought;
  try {
    const bytes = await keepingBytes(file, async () => {
      await checkArchive(file.path, archive);
      const size = file.position();
      await file.publish(job.store.archivePath(archive.sha1), sealTime(archive, size));
      return size;
    });
    job.tally.files += 1;
    job.tell({ kind: "done", archive, bytes });
  } finally {
    claim.release();
  }
}

/** The bytes of an archive, with the right hash, and the claim on it. */
interface Brought {
  readonly claim: Claim;
  readonly file: PartialFile;
}

/** Brings the bytes of an archive; undefined when another process has brought it into the store. */
async function bring(archive: ArchiveRequest, job: Job): Promise<Brought | undefined> {
  const { store, signal } = job;
  const folder = partialFolder(store.directory);
  const claim = await claimArchive(folder, archive.sha1, {
    isDone: () => store.has(archive),
    onWait: () => job.tell({ kind: "waiting", archive }),
    signal,
  });
  if (claim === undefined) return undefined;
  try {
    const file = await openPartial(folder, archive.sha1, claim.token, signal);
    await keepingBytes(file, () => transferArchive(archive, file, transferOf(job)));
    return { claim, file };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** Runs a task; when it fails, bytes that were found wrong are removed, and all others left for the next try. */
async function keepingBytes<T>(file: PartialFile, task: () => Promise<T>): Promise<T> {
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
  const { portal, signal, maxBytes, tell, tally } = job;
  const onBytes = (bytes: number): void => {
    tally.bytes += bytes;
  };
  const onAccepted = (): void => job.onAccepted?.();
  return { portal, signal, maxBytes, tell, onBytes, onAccepted };
}
