import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, lstat, rm, utimes } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, isSafeFileName, type LockedRelease, type Lockfile } from "@factorio-lock/core";
import { makeFolder, renameOver } from "@factorio-lock/disk";
import { type ArchiveRequest, type FetchEvent, fetchArchives, type Store } from "@factorio-lock/fetcher";
import { type Portal, parseDownloadPath } from "@factorio-lock/portal";
import { openFolder } from "../folder/folder-catalog.ts";
import { addNotes, type ReleaseNote, readNotes } from "../folder/release-notes.ts";
import { removeStale } from "../folder/remove-stale.ts";
import { STATE_FOLDER } from "../folder/state-file.ts";
import { unlessGone } from "../folder/unless-gone.ts";
import { throwIfInterrupted } from "../interrupted.ts";

export interface AddOptions {
  /** The mirror's folder; it is made if it does not exist. */
  readonly directory: string;
  /** Whose releases are added; folders and zips of this machine (`path` mods) are not. */
  readonly lockfiles: readonly Lockfile[];
  /** Where archives are downloaded to, and reused from. */
  readonly store: Store;
  /** Absent when offline: then only the store answers. */
  readonly portal?: Portal;
  /** How many archives are downloaded at once. */
  readonly concurrency?: number | undefined;
  /** The most bytes that an archive may have. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  readonly settle?: number;
  readonly signal?: AbortSignal;
  onEvent?(event: FetchEvent): void;
}

export interface AddReport {
  /** The archives that were added, by their file names. */
  readonly added: readonly string[];
  /** How many archives were in the folder already. */
  readonly present: number;
  /** The files downloaded over the network. */
  readonly downloaded: { readonly files: number; readonly bytes: number };
}

/**
 * Fills a mirror's folder with the releases of lockfiles. The portal's ids and dates are kept too, so that the same
 * lockfiles install from the mirror.
 *
 * @throws FactorioLockError as `fetchArchives` does; `FAILED` when the folder cannot be written; `INTERRUPTED` when the
 *   signal fires: what was copied until then stays
 */
export async function addToMirror(options: AddOptions): Promise<AddReport> {
  const { store, portal, signal, settle, concurrency, maxBytes } = options;
  const directory = path.resolve(options.directory);
  makeFolder(directory);
  await removeStale(path.join(directory, ADDING));
  const wanted = wantedReleases(options.lockfiles);
  const folder = await openFolder(directory, { signal, ...(settle === undefined ? {} : { settle }) });
  try {
    const missing = [...wanted.values()].filter(({ sha1 }) => !folder.file(sha1));
    const { files, bytes } = await fetchArchives(
      missing.map(({ request }) => request),
      {
        store,
        portal,
        signal,
        maxBytes,
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(options.onEvent ? { onEvent: options.onEvent.bind(options) } : {}),
      },
    );
    const noted = await readNotes(directory);
    await addNotes(
      directory,
      [...wanted.values()].flatMap(({ note }) => (note && !noted.has(note.sha1) ? [note] : [])),
    );
    for (const { request, released } of missing) {
      throwIfInterrupted(signal);
      await copyIn(store.archivePath(request.sha1), directory, request, released);
    }
    const added = missing.map(({ request }) => request.fileName);
    return { added, present: wanted.size - missing.length, downloaded: { files, bytes } };
  } finally {
    await folder.close();
  }
}

interface Wanted {
  readonly sha1: string;
  readonly released: string;
  readonly request: ArchiveRequest;
  readonly note: ReleaseNote | undefined;
}

/** The releases of the lockfiles, each once, by SHA-1. */
function wantedReleases(lockfiles: readonly Lockfile[]): Map<string, Wanted> {
  const mods = lockfiles.flatMap((lockfile) => [...lockfile.mods]);
  return new Map(mods.flatMap(([name, mod]) => (mod.kind === "release" ? [[mod.sha1, wantedRelease(name, mod)]] : [])));
}

function wantedRelease(name: string, { version, file, sha1, download, released }: LockedRelease): Wanted {
  const id = parseDownloadPath(download)?.id;
  return {
    sha1,
    released,
    request: { name, version, fileName: file, sha1, download },
    note: id === undefined ? undefined : { sha1, id, released },
  };
}

/** Where archives are copied to before they get their place; other processes may use it too. */
const ADDING = path.join(STATE_FOLDER, "adding");

/** The store's own file is left alone: its time stamp means something there. */
async function copyIn(source: string, directory: string, request: ArchiveRequest, released: string): Promise<void> {
  const { fileName, sha1 } = request;
  const folder = path.join(directory, ADDING);
  const temporary = path.join(folder, `${sha1}.${randomBytes(6).toString("hex")}.zip`);
  try {
    makeFolder(folder);
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    const date = new Date(released);
    if (!Number.isNaN(date.getTime())) await utimes(temporary, date, date);
    const isTaken = (await lstat(path.join(directory, fileName)).catch(unlessGone)) !== undefined;
    await renameOver(temporary, path.join(directory, isSafeFileName(fileName) && !isTaken ? fileName : `${sha1}.zip`));
  } catch (error) {
    throw new FactorioLockError("FAILED", `${fileName} cannot be copied into ${directory}: ${String(error)}.`, {
      cause: error,
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
