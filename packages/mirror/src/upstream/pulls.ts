import { lstat, rm } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, isSafeFileName } from "@factorio-lock/core";
import { ignoreMissing, renameOver } from "@factorio-lock/disk";
import type { Portal } from "@factorio-lock/portal";
import type { Archive } from "../catalog/archive.ts";
import type { CatalogRelease } from "../catalog/catalog-mod.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import { addPortalRecords } from "../folder/portal-records.ts";
import { removeStale } from "../folder/remove-stale.ts";
import { STATE_FOLDER } from "../folder/state-file.ts";
import { type Pull, startPull } from "./pull.ts";

/** The running downloads from the portal into the folder. */
export interface Pulls {
  /**
   * The archive of a release, readable while it arrives. Concurrent requests share one download.
   *
   * @param connect creates the portal client for the download, which is closed afterwards
   */
  archive(mod: string, release: CatalogRelease, connect: () => Portal): Promise<Archive>;
  /** An archive that is being downloaded, or has just been. */
  underWay(sha1: string): Promise<Archive> | undefined;
  /** Aborts all running downloads. */
  close(): Promise<void>;
}

interface Entry {
  readonly pull: Promise<Pull>;
  /** Never rejects. */
  readonly done: Promise<void>;
}

/**
 * Opens the pulls of a folder, into which other processes may pull too. Abandoned partial files of earlier processes
 * are removed.
 */
export async function openPulls(
  directory: string,
  catalog: FolderCatalog,
  options: { readonly maxBytes: number | undefined; readonly onFailure: (message: string) => void },
): Promise<Pulls> {
  const { maxBytes, onFailure } = options;
  const folder = path.join(directory, STATE_FOLDER, "pulling");
  await removeStale(folder);
  const abort = new AbortController();
  const pulls = new Map<string, Entry>();

  const moveIntoFolder = async (pull: Pull, release: CatalogRelease): Promise<void> => {
    const temporary = await pull.arrived;
    try {
      const { sha1, id, releasedAt } = release;
      await addPortalRecords(directory, [{ sha1, id, released: releasedAt }]);
      const file = await place(temporary, directory, release);
      pull.settle();
      await waitUntilServed(catalog, file, sha1);
    } finally {
      pull.settle();
      await pull.close();
      await rm(temporary, { force: true });
    }
  };

  const start = (mod: string, release: CatalogRelease, portal: Portal): Entry => {
    const { sha1 } = release;
    const pull = startPull({ portal, mod, release, folder, maxBytes, signal: abort.signal });
    const done = pull
      .then((begun) => moveIntoFolder(begun, release))
      .catch((error: unknown) => onFailure(`${release.fileName} was not kept: ${wordsOf(error)}`))
      .finally(() => pulls.delete(sha1))
      .then(() => removeStale(folder))
      .then(() => portal.close());
    const entry = { pull, done };
    pulls.set(sha1, entry);
    return entry;
  };

  return {
    async archive(mod, release, connect) {
      for (;;) {
        const other = pulls.get(release.sha1);
        if (!other) return (await start(mod, release, connect()).pull).archive;
        try {
          return (await other.pull).archive;
        } catch (error) {
          // Another client's credentials were refused; this client's may be valid.
          if (!(error instanceof FactorioLockError) || !error.code.startsWith("AUTH_")) throw error;
          await other.done;
        }
      }
    },
    underWay: (sha1) => pulls.get(sha1)?.pull.then(({ archive }) => archive),
    async close() {
      abort.abort();
      await Promise.all([...pulls.values()].map(({ done }) => done));
    },
  };
}

/** Moves a verified file into the folder. If its name is taken, it is named by its SHA-1 instead. */
async function place(temporary: string, directory: string, { fileName, sha1 }: CatalogRelease): Promise<string> {
  if (isSafeFileName(fileName) && (await isFree(path.join(directory, fileName)))) {
    await renameOver(temporary, path.join(directory, fileName));
    return fileName;
  }
  await renameOver(temporary, path.join(directory, `${sha1}.zip`));
  return `${sha1}.zip`;
}

async function isFree(file: string): Promise<boolean> {
  return (await lstat(file).catch(ignoreMissing)) === undefined;
}

/** Waits until the folder's catalog includes the file. */
async function waitUntilServed(catalog: FolderCatalog, file: string, sha1: string): Promise<void> {
  for (let tries = 0; tries < 50 && !catalog.file(sha1); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await catalog.refresh([file]);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof FactorioLockError ? error.message : String(error);
}
