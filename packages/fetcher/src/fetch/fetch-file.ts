import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError, type Sha1, type Version } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import { claimArchive } from "../partial/claim.ts";
import { openPartial } from "../partial/partial-file.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import type { FetchEvent } from "./event.ts";
import { transferArchive } from "./transfer.ts";

/** A file other than a mod archive, identified by its SHA-256. */
export interface WantedFile {
  readonly name: string;
  readonly version: Version;
  readonly fileName: string;
  /** 64 hex digits. */
  readonly sha256: string;
  /** The server's relative address. */
  readonly download: string;
}

/** The maximum size of a file in bytes. The game with its expansion is larger than any mod. */
const MAX_FILE_BYTES = 16 * 2 ** 30;

/** Options of `fetchFile`. */
export interface FetchFileOptions {
  /** The folder for the partial and for the complete file. */
  readonly folder: string;
  readonly server: Pick<Portal, "limits" | "download">;
  readonly signal: AbortSignal;
  onEvent?(event: FetchEvent): void;
}

/**
 * Downloads a file identified by its hash, in the same way as mods: resumable, hashed while written, and claimed so
 * that two processes do not download it twice.
 *
 * @returns the path of the file; the caller deletes it
 * @throws FactorioLockError as `transferArchive` does
 */
export async function fetchFile(wanted: WantedFile, options: FetchFileOptions): Promise<string> {
  const { folder, server, signal } = options;
  if (!/^[0-9a-f]{64}$/.test(wanted.sha256)) throw new Error("no SHA-256");
  const target = join(folder, wanted.sha256);
  const { name, version, fileName, download } = wanted;
  const sha1 = wanted.sha256 as Sha1;
  const archive: ArchiveRequest = { name, version, fileName, sha1, hash: "SHA-256", download };
  const emit = (event: object) => options.onEvent?.({ ...event, at: performance.now() } as FetchEvent);
  mkdirSync(folder, { recursive: true });
  emit({ kind: "queued", archive });
  const claim = await claimArchive(folder, wanted.sha256, {
    isDone: () => existsSync(target),
    onWait: () => emit({ kind: "waiting", archive }),
    signal,
  });
  if (claim === undefined) return target;
  try {
    const file = await openPartial(folder, sha1, claim.token, signal);
    try {
      await transferArchive(archive, file, { portal: server, signal, maxBytes: MAX_FILE_BYTES, emit });
      emit({ kind: "done", archive, bytes: file.position() });
      await file.publish(target, Date.now() / 1000);
    } catch (error) {
      const isWrong = error instanceof FactorioLockError && error.code === "CHECKSUM_MISMATCH";
      if (isWrong) await file.discard();
      else await file.keep();
      throw error;
    }
    return target;
  } finally {
    claim.release();
  }
}
