import { rm } from "node:fs/promises";
import { type Lockfile, parseSha1, type Sha1 } from "@factorio-lock/core";
import { isHomeless, noHome } from "@factorio-lock/fetcher";
import { metadataRoot, openArchives } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { archivesInHistory } from "../../project/history/history.ts";
import { namedLockfiles } from "../../project/named-lockfiles.ts";
import type { CacheDir, CacheSize, CacheSwept, CacheVerified } from "./result.ts";

/** The folder of the cache. @throws FactorioLockError FAILED if the user has no home and names no folder. */
export function cacheDir(context: Context): CacheDir {
  if (isHomeless(context.cacheDirectory)) throw noHome();
  return { directory: context.cacheDirectory };
}

/** Counts the files of the cache and their bytes. */
export async function cacheSize(context: Context): Promise<CacheSize> {
  const { archives, bytes, partials, partialBytes } = await (await openArchives(context)).sizes();
  return { directory: context.cacheDirectory, archives, bytes, partials, partialBytes };
}

/**
 * Deletes the archives that no lockfile needs. The lockfiles are those named, and the one found from the current folder
 * upward. Archives that `undo` may need are kept for 30 days.
 *
 * @throws FactorioLockError LOCKFILE_MISSING if no lockfile is named or found, LOCKFILE_INVALID.
 */
export async function cachePrune(context: Context, lockfiles: readonly string[] = []): Promise<CacheSwept> {
  const keep = (await namedLockfiles(context, lockfiles)).flatMap(archivesOf);
  for (const text of archivesInHistory(context, Date.now(), HISTORY_MS)) {
    const sha1 = parseSha1(text);
    if (sha1) keep.push(sha1);
  }
  return { directory: context.cacheDirectory, ...(await (await openArchives(context)).prune(keep)) };
}

/** How long archives are kept for `undo`: 30 days. Source: docs/commands.md, "undo". */
const HISTORY_MS = 30 * 24 * 60 * 60 * 1000;

/** Hashes every archive, and deletes the damaged ones. */
export async function cacheVerify(context: Context): Promise<CacheVerified> {
  const { damaged, ...rest } = await (await openArchives(context)).verify({ signal: context.signal });
  return { directory: context.cacheDirectory, ...rest, damaged: damaged.map(({ sha1 }) => sha1) };
}

/** Deletes all archives and cached answers of portals. */
export async function cacheClean(context: Context): Promise<CacheSwept> {
  const swept = await (await openArchives(context)).clean();
  await rm(metadataRoot(context), { recursive: true, force: true });
  return { directory: context.cacheDirectory, ...swept };
}

function archivesOf(lockfile: Lockfile): Sha1[] {
  return [...lockfile.mods.values()].flatMap((mod) => (mod.kind === "release" ? [mod.sha1] : []));
}
