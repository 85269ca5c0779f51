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

/** A running download of an archive from the portal, shared by all clients that request it. */
export interface Pull {
  /** The archive, readable while it arrives. */
  readonly archive: Archive;
  /**
   * Resolves with the path of a temporary file once the archive is complete and verified; rejects otherwise. The
   * awaiting code must move the file, then call `settle` and `close`.
   */
  readonly arrived: Promise<string>;
  /** Releases the end of the archive to readers. */
  settle(): void;
  /** Closes the file for new readers. */
  close(): Promise<void>;
}

export interface PullOptions {
  readonly portal: Portal;
  /** The folder for the temporary file. */
  readonly folder: string;
  readonly mod: string;
  readonly release: CatalogRelease;
  /** The maximum size of the archive in bytes. */
  readonly maxBytes: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Starts the download of a release. Resolves once the portal has accepted the request and sent the size of the archive.
 *
 * @throws FactorioLockError as `transferArchive` does; `PORTAL_ERROR` if the portal does not send the size; the
 *   system's error if the file cannot be created
 */
export async function startPull(options: PullOptions): Promise<Pull> {
  const { release, folder } = options;
  const request = requestFor(options);
  const temporary = path.join(folder, `${release.sha1}.${randomBytes(6).toString("hex")}.part`);
  makeFolder(folder);
  const file = await createGrowingFile(temporary);
  const { size, arrived } = await new Promise<Begun>((resolve, reject) => {
    const arriving = downloadTo(options, request, file, temporary, (bytes) =>
      resolve({ size: bytes, arrived: arriving }),
    );
    // If the pull cannot start, the caller gets the error here and does not await `arrived`.
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

/** Downloads and verifies an archive. On failure the file is settled with the error, closed and removed. */
async function downloadTo(
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

/** @throws FactorioLockError `BAD_ARCHIVE` for an invalid version or SHA-1 */
function requestFor({ mod, release }: PullOptions): ArchiveRequest {
  const version = readVersion(release.version);
  const sha1 = parseSha1(release.sha1);
  if (!version || !sha1) {
    throw new FactorioLockError("BAD_ARCHIVE", `${release.fileName} has no usable version.`);
  }
  return { name: mod, version, fileName: release.fileName, sha1, download: downloadPath(mod, release.id) };
}

/** @param onBegin called with the size of the archive, which must not change afterwards */
async function transfer(
  { portal, signal, maxBytes }: PullOptions,
  request: ArchiveRequest,
  file: GrowingFile,
  onBegin: (size: number) => void,
): Promise<void> {
  let size: number | undefined;
  const onSize = (next: number | undefined): void => {
    if (next === undefined) {
      throw new FactorioLockError("PORTAL_ERROR", `The portal does not give the size of ${request.fileName}.`);
    }
    if (size !== undefined && next !== size) {
      throw new FactorioLockError("PORTAL_ERROR", `The portal changed ${request.fileName} while it was downloaded.`);
    }
    size = next;
    onBegin(next);
  };
  await transferArchive(request, file, { portal, signal, maxBytes, onSize });
}
