import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Sha1 } from "@factorio-lock/core";
import { ignoreMissing, makeFolder, renameOver } from "@factorio-lock/disk";
import type { ArchiveSink } from "../archive-sink.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import { adoptPartial } from "./adopt.ts";
import { partialName } from "./names.ts";

const READ_SIZE = 2 ** 20;

/** A partially downloaded archive: a file that only this process writes, and the hash of its bytes. */
export interface PartialFile extends ArchiveSink {
  readonly path: string;
  /** Syncs the file and renames it to `target`, with this modification time in seconds. */
  publish(target: string, modified: number): Promise<void>;
  /** Closes the file and leaves it for a later run. */
  keep(): Promise<void>;
  /** Closes and removes the file. */
  discard(): Promise<void>;
}

/**
 * Opens the partial file of an archive: one left by an earlier run, which is hashed again from the start, or a new one.
 *
 * @param token identifies this process, which must have a presence in the folder until the file is closed
 * @throws FactorioLockError `INTERRUPTED`; the system's errors
 */
export async function openPartial(
  folder: string,
  sha1: Sha1,
  token: string,
  signal?: AbortSignal,
): Promise<PartialFile> {
  const path = join(folder, partialName(sha1, token));
  const isOld = await adoptPartial(folder, sha1, token);
  const flags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (isOld ? 0 : constants.O_CREAT | constants.O_EXCL);
  const handle = await open(path, flags);
  const algorithm = sha1.length === 64 ? "sha256" : "sha1";
  let hash = createHash(algorithm);
  let position = 0;

  const keep = async (): Promise<void> => {
    await handle.close();
    const stats = await lstat(path).catch(ignoreMissing);
    if (stats?.size === 0) await unlink(path).catch(ignoreMissing);
    else await renameOver(path, join(folder, partialName(sha1))).catch(ignoreMissing);
  };

  try {
    position = isOld ? await hashFile(handle, hash, signal) : 0;
  } catch (error) {
    await keep();
    throw error;
  }

  return {
    path,
    position: () => position,
    async append(chunks) {
      position += await writeAll(handle, chunks, position, hash);
    },
    digest: () => hash.copy().digest("hex"),
    async restart() {
      await handle.truncate(0);
      hash = createHash(algorithm);
      position = 0;
    },
    async publish(target, modified) {
      await handle.utimes(modified, modified);
      await handle.datasync();
      await handle.close();
      makeFolder(dirname(target));
      await renameOver(path, target);
    },
    keep,
    async discard() {
      await handle.close();
      await unlink(path).catch(ignoreMissing);
    },
  };
}

async function hashFile(handle: FileHandle, hash: Hash, signal: AbortSignal | undefined): Promise<number> {
  const buffer = Buffer.allocUnsafe(READ_SIZE);
  for (let position = 0; ; ) {
    throwIfInterrupted(signal);
    const { bytesRead } = await handle.read(buffer, 0, READ_SIZE, position);
    if (bytesRead === 0) return position;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Writes and hashes all chunks at a position. Returns the number of bytes. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], start: number, hash: Hash): Promise<number> {
  for (const chunk of chunks) hash.update(chunk);
  let position = start;
  let rest = chunks;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest as Uint8Array[], position);
    position += bytesWritten;
    rest = withoutFirst(rest, bytesWritten);
  }
  return position - start;
}

function withoutFirst(chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let at = 0;
  let left = bytes;
  for (; at < chunks.length; at += 1) {
    const { length } = chunks[at] as Uint8Array;
    if (left < length) break;
    left -= length;
  }
  return left === 0 ? chunks.slice(at) : [(chunks[at] as Uint8Array).subarray(left), ...chunks.slice(at + 1)];
}
