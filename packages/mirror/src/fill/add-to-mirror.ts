import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, lstat, rm, utimes } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError, isSafeFileName, type LockedRelease, type Lockfile } from "@factorio-lock/core";
import { ignoreMissing, makeFolder, renameOver } from "@factorio-lock/disk";
import { type ArchiveRequest, type FetchEvent, fetchArchives, type Store } from "@factorio-lock/fetcher";
import { type Portal, parseDownloadPath } from "@factorio-lock/portal";
import { openFolder } from "../folder/folder-catalog.ts";
import { addPortalRecords, type PortalRecord, readPortalRecords } from "../folder/portal-records.ts";
import { removeStale } from "../folder/remove-stale.ts";
import { STATE_FOLDER } from "../folder/state-file.ts";
import { throwIfInterrupted } from "../interrupted.ts";

export interface AddOptions {
  /** The mirror's folder; created if it does not exist. */
  readonly directory: string;
  /** The lockfiles whose releases are added. `path` mods are not added. */
  readonly lockfiles: readonly Lockfile[];
  /** The store to which archives are downloaded, and from which they are reused. */
  readonly store: Store;
  /** Absent if offline; then only the store is used. */
  readonly portal?: Portal;
  /** The number of concurrent downloads. */
  readonly concurrency?: number | undefined;
  /** The maximum size of an archive in bytes. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  readonly settle?: number;
  readonly signal?: AbortSignal;
  onEvent?(event: FetchEvent): void;
}

export interface AddReport {
  /** The file names of the added archives. */
  readonly added: readonly string[];
  /** The number of archives that were in the folder already. */
  readonly present: number;
  /** The number and size of the downloaded files. */
  readonly downloaded: { readonly files: number; readonly bytes: number };
}

/**
 * Adds the releases of lockfiles to a mirror's folder. The portal's ids and dates are recorded too, so that the same
 * lockfiles can be installed from the mirror.
 *
 * @throws FactorioLockError as `fetchArchives` does; `FAILED` if the folder is not writable; `INTERRUPTED` if the
 *   signal aborts; archives copied before stay
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
    const recorded = await readPortalRecords(directory);
    await addPortalRecords(
      directory,
      [...wanted.values()].flatMap(({ record }) => (record && !recorded.has(record.sha1) ? [record] : [])),
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
  readonly record: PortalRecord | undefined;
}

/** The distinct releases of the lockfiles, by SHA-1. */
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
    record: id === undefined ? undefined : { sha1, id, released },
  };
}

/** The folder to which archives are copied before they are renamed into place; other processes may use it too. */
const ADDING = path.join(STATE_FOLDER, "adding");

/**
 * Copies an archive from the store and sets its time to the release date. The store's own file must not change: its
 * time is its seal.
 */
async function copyIn(source: string, directory: string, request: ArchiveRequest, released: string): Promise<void> {
  const { fileName, sha1 } = request;
  const folder = path.join(directory, ADDING);
  const temporary = path.join(folder, `${sha1}.${randomBytes(6).toString("hex")}.zip`);
  try {
    makeFolder(folder);
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    const date = new Date(released);
    if (!Number.isNaN(date.getTime())) await utimes(temporary, date, date);
    const isTaken = (await lstat(path.join(directory, fileName)).catch(ignoreMissing)) !== undefined;
    await renameOver(temporary, path.join(directory, isSafeFileName(fileName) && !isTaken ? fileName : `${sha1}.zip`));
  } catch (error) {
    throw new FactorioLockError("FAILED", `${fileName} cannot be copied into ${directory}: ${String(error)}.`, {
      cause: error,
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
