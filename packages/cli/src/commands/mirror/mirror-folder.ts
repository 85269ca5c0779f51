import type { AddReport, ExportReport, PruneReport } from "@factorio-lock/mirror";
import { type NetworkOptions, openArchives, withPortal } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { namedLockfiles } from "../../project/named-lockfiles.ts";

/** A mirror's folder. Absolute. */
export interface MirrorFolder {
  readonly directory: string;
}

/**
 * Fills a mirror's folder with what lockfiles need: those named, or the one found here.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; what fetching throws.
 */
export async function mirrorAdd(
  context: Context,
  directory: string,
  names: readonly string[],
  options: NetworkOptions = {},
): Promise<MirrorFolder & AddReport> {
  const lockfiles = await namedLockfiles(context, names);
  const { addToMirror } = await import("@factorio-lock/mirror");
  const store = await openArchives(context);
  const { signal } = context;
  const report = await withPortal(context, options, (portal) =>
    addToMirror({
      directory,
      lockfiles,
      store,
      portal,
      signal,
      concurrency: options.concurrency,
      onEvent: (event) => context.onEvent({ kind: "fetch", event }),
    }),
  );
  return { directory, ...report };
}

/**
 * Deletes the archives of a mirror's folder that no lockfile needs.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, FAILED.
 */
export async function mirrorPrune(
  context: Context,
  directory: string,
  names: readonly string[],
  dryRun = false,
): Promise<MirrorFolder & PruneReport> {
  const lockfiles = await namedLockfiles(context, names);
  const { pruneMirror } = await import("@factorio-lock/mirror");
  return { directory, ...(await pruneMirror({ directory, lockfiles, dryRun, signal: context.signal })) };
}

/**
 * Writes a mirror's answers as plain files.
 *
 * @param listen what nginx is to listen on: a port, or HOST:PORT
 * @throws FactorioLockError USAGE for an address that is none; FAILED.
 */
export async function mirrorExport(
  context: Context,
  directory: string,
  out: string,
  listen?: string,
): Promise<MirrorFolder & ExportReport> {
  const { exportMirror } = await import("@factorio-lock/mirror");
  const { signal } = context;
  return {
    directory,
    ...(await exportMirror({ directory, out, signal, ...(listen === undefined ? {} : { listen }) })),
  };
}
