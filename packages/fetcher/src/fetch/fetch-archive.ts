import { FactorioLockError } from "@factorio-lock/core";
import { checkArchive } from "@factorio-lock/game";
import { claimArchive } from "../partial/claim.ts";
import { openPartial, type PartialFile } from "../partial/partial-file.ts";
import { partialFolder } from "../store/layout.ts";
import { sealTime } from "../store/seal.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { brokenTransfer, wrongSum } from "./failure.ts";
import type { Job } from "./job.ts";
import { receive } from "./receive.ts";

/**
 * Brings one archive into the store, checked: length, SHA-1, zip structure, name and version in its info.json.
 * Source: contract section 6.
 *
 * @throws FactorioLockError, the system's errors
 */
export async function fetchArchive(archive: ArchiveRequest, job: Job): Promise<void> {
  const { store, signal } = job;
  const folder = partialFolder(store.directory);
  const claim = await claimArchive(folder, archive.sha1, {
    isDone: () => store.has(archive),
    onWait: () => job.tell({ kind: "waiting", archive }),
    signal,
  });
  if (claim === undefined) {
    job.tally.reused += 1;
    job.tell({ kind: "reused", archive });
    return;
  }
  try {
    const file = await openPartial(folder, archive.sha1, signal);
    const bytes = await fillAndPublish(archive, file, job);
    job.tally.files += 1;
    job.tell({ kind: "done", archive, bytes });
  } finally {
    await claim.release();
  }
}

async function fillAndPublish(archive: ArchiveRequest, file: PartialFile, job: Job): Promise<number> {
  try {
    await fill(archive, file, job);
    await checkArchive(file.path, archive);
    const bytes = file.position();
    await file.publish(job.store.archivePath(archive.sha1), sealTime(archive, bytes));
    return bytes;
  } catch (error) {
    // Bytes that were found wrong help nobody; all others are where the next try goes on.
    const code = error instanceof FactorioLockError ? error.code : undefined;
    if (code === "CHECKSUM_MISMATCH" || code === "BAD_ARCHIVE") await file.discard();
    else await file.keep();
    throw error;
  }
}

/** Brings bytes with the right hash into the file. Those put together of several answers get a second chance. */
async function fill(archive: ArchiveRequest, file: PartialFile, job: Job): Promise<void> {
  if (file.position() > 0 && file.digest() === archive.sha1) return;
  const { inOnePiece } = await receive(archive, file, job);
  if (file.digest() === archive.sha1) return;
  if (!inOnePiece) {
    const { message } = brokenTransfer("its parts do not belong together, so it begins anew");
    job.tell({ kind: "retry", archive, waitMs: 0, reason: message });
    await file.restart();
    await receive(archive, file, job);
  }
  const actual = file.digest();
  if (actual !== archive.sha1) throw wrongSum(archive, actual);
}
