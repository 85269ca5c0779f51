import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, parseSha1, readVersion } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { type ArchiveRequest, transferArchive } from "@factorio-lock/fetcher";
import { checkArchive } from "@factorio-lock/game";
import type { Portal } from "@factorio-lock/portal";
import { downloadPath } from "../answers/mod-answer.ts";
import type { Archive } from "../catalog/archive.ts";
import type { CatalogRelease } from "../catalog/catalog-mod.ts";
import { createGrowingFile, type GrowingFile } from "./growing-file.ts";

/** An archive on its way from the portal, which all who want it share. */
export interface Pull {
  /** The archive as it arrives. */
  readonly archive: Archive;
  /**
   * Resolves with the path of a temporary file when the archive is whole and verified, and fails otherwise. Whoever
   * waits for it moves the file away, then calls `settle` and `close`.
   */
  readonly arrived: Promise<string>;
  /** Lets readers have the end of the archive. */
  settle(): void;
  /** Takes no new readers. */
  close(): Promise<void>;
}

export interface PullOptions {
  readonly portal: Portal;
  /** Where the temporary file is made. */
  readonly folder: string;
  readonly mod: string;
  readonly release: CatalogRelease;
  /** The most bytes that it may have. */
  readonly maxBytes: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Starts the download of a release with the fetcher's engine. Resolves once the portal has accepted the
 * request and sent the length of the archive.
 *
 * @throws FactorioLockError what `transferArchive` throws, `PORTAL_ERROR` when the portal does not send the
 * length;
 *   the system's error when the file cannot be made
 */
export async function startPull(options: PullOptions): Promise<Pull> {
  const { release, folder } = options;
  const request = requestFor(options);
  const temporary = path.join(folder, `${release.sha1}.${randomBytes(6).toString("hex")}.part`);
  makeFolder(folder);
  const file = await createGrowingFile(temporary);
  const { size, arrived } = await new Promise<Begun>((resolve, reject) => {
    const arriving = bring(options, request, file, temporary, (bytes) => resolve({ size: bytes, arrived: arriving }));
    // A caller who learns that the pull could not start does not wait for its end.
    arriving.catch(reject);
  });
  return {
    archive: {
      fileName: release.fileName,
      size,
      sha1: release.sha1,
      modified: new Date(release.releasedAt),
      open: async () => file.reader(size),
    },
    arrived,
    settle: () => file.settle(),
    close: () => file.close(),
  };
}

interface Begun {
  readonly size: number;
  readonly arrived: Promise<string>;
}

/** Downloads and verifies; a file that fails is settled with the failure, closed and removed. */
async function bring(
  options: PullOptions,
  request: ArchiveRequest,
  file: GrowingFile,
  temporary: string,
  onBegin: (size: number) => void,
): Promise<string> {
  try {
    await transfer(options, request, file, onBegin);
    await file.sync();
    await checkArchive(temporary, request);
    return temporary;
  } catch (error) {
    file.settle(error as Error);
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

/** @throws FactorioLockError `BAD_ARCHIVE` for a version that no archive can have */
function requestFor({ mod, release }: PullOptions): ArchiveRequest {
  const version = readVersion(release.version);
  const sha1 = parseSha1(release.sha1);
  if (!version || !sha1) {
    throw new FactorioLockError("BAD_ARCHIVE", `${release.fileName} has no usable version.`);
  }
  return { name: mod, version, fileName: release.fileName, sha1, download: downloadPath(mod, release.id) };
}

/** @param onBegin called once with the length of the archive, which must not change from then on */
async function transfer(
  { portal, signal, maxBytes }: PullOptions,
  request: ArchiveRequest,
  file: GrowingFile,
  onBegin: (size: number) => void,
): Promise<void> {
  let size: number | undefined;
  const onSize = (next: number | undefined): void => {
    if (next === undefined) {
      throw new FactorioLockError("PORTAL_ERROR", `The portal does not say how long ${request.fileName} is.`);
    }
    if (size !== undefined && next !== size) {
      throw new FactorioLockError("PORTAL_ERROR", `The portal changed ${request.fileName} while it was downloaded.`);
    }
    size = next;
    onBegin(next);
  };
  await transferArchive(request, file, { portal, signal, maxBytes, onSize });
}
