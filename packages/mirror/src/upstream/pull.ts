import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { FactorioLockError, readVersion } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { checkArchive } from "@factorio-lock/game";
import { type Download, type Portal, PortalError, retry } from "@factorio-lock/portal";
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
  readonly signal: AbortSignal;
}

/** The most bytes that an archive may have. */
const MAX_ARCHIVE = 8 * 1024 ** 3;

/**
 * Begins to download a release. Resolves when the portal has said yes and how long the archive is. A connection that
 * breaks is taken up where it ended, three times in all.
 *
 * @throws FactorioLockError what `Portal.download` throws, `PORTAL_ERROR` when the portal does not tell the length;
 *   the system's error when the file cannot be made
 */
export async function startPull(options: PullOptions): Promise<Pull> {
  const { portal, mod, release, folder, signal } = options;
  const download = downloadPath(mod, release.id);
  const first = await retry(() => portal.download(download, { signal }), { limits: portal.limits, signal });
  // The body may break before it is read: whoever reads it learns of that.
  first.body.on("error", () => {});
  const size = Number(first.headers["content-length"] ?? Number.NaN);
  if (!Number.isSafeInteger(size) || size <= 0 || size > MAX_ARCHIVE) {
    first.body.destroy();
    throw new FactorioLockError("PORTAL_ERROR", `The portal does not tell how long ${release.fileName} is.`);
  }
  const temporary = path.join(folder, `${release.sha1}.${randomBytes(6).toString("hex")}.part`);
  let file: GrowingFile;
  try {
    makeFolder(folder);
    file = await createGrowingFile(temporary, size);
  } catch (error) {
    first.body.destroy();
    throw error;
  }
  const arrived = (async () => {
    try {
      await receive(options, download, file, size, first);
      await verify(options, file, size, temporary);
      return temporary;
    } catch (error) {
      file.settle(error as Error);
      await file.close();
      await rm(temporary, { force: true });
      throw error;
    }
  })();
  return {
    archive: {
      fileName: release.fileName,
      size,
      sha1: release.sha1,
      modified: new Date(release.releasedAt),
      read: (start, end): Promise<Readable> => Promise.resolve(file.read(start, end)),
    },
    arrived,
    settle: () => file.settle(),
    close: () => file.close(),
  };
}

async function receive(
  { portal, signal }: PullOptions,
  download: string,
  file: GrowingFile,
  size: number,
  first: Download,
): Promise<void> {
  let current: Download | undefined = first;
  await retry(
    async () => {
      const answer: Download = current ?? (await resume(portal, download, file, first, signal));
      current = undefined;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        if (file.length + chunk.length > size) throw new PortalError("PORTAL_ERROR", "The portal sent too many bytes.");
        await file.append(chunk);
      }
      if (file.length < size) {
        throw new PortalError("PORTAL_UNREACHABLE", "The connection broke before the archive's end.", {
          transient: true,
        });
      }
    },
    { limits: portal.limits, signal },
  );
}

/** Asks for the rest; a portal that sends the whole again starts the file anew. */
async function resume(
  portal: Portal,
  download: string,
  file: GrowingFile,
  first: Download,
  signal: AbortSignal,
): Promise<Download> {
  const etag = first.headers["etag"];
  const ifRange = etag?.startsWith('"') ? { ifRange: etag } : {};
  const answer = await portal.download(download, { from: file.length, ...ifRange, signal });
  if (answer.status === 200 && file.length > 0) await file.restart();
  return answer;
}

async function verify({ mod, release }: PullOptions, file: GrowingFile, size: number, temporary: string) {
  if (file.length !== size || file.sha1() !== release.sha1) {
    throw new FactorioLockError("CHECKSUM_MISMATCH", `The portal sent another ${release.fileName} than it tells of.`, {
      hint: "Ask again; when it happens again, tell the portal.",
    });
  }
  const version = readVersion(release.version);
  if (!version) throw new FactorioLockError("BAD_ARCHIVE", `${release.fileName} has no usable version.`);
  await file.sync();
  await checkArchive(temporary, { name: mod, version, fileName: release.fileName });
}
