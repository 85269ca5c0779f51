import type { InstallPlan, Lockfile, Sha1 } from "@factorio-lock/core";
import type { ArchiveRequest, FetchEvent } from "@factorio-lock/fetcher";
import type { Context } from "../project/context.ts";
import type { PlaceOptions, Target } from "./place-options.ts";
import { openArchives, withPortal } from "./services.ts";

/** The outcome of fetching. */
export interface Fetched {
  readonly downloaded: { readonly files: number; readonly bytes: number };
  readonly reused: { readonly files: number };
  /** The path of an archive in the store. */
  archivePath(sha1: Sha1): string;
}

/**
 * Downloads the archives that a plan places into the store, unless they are there already. With `dryRun`, only counts the
 * missing ones; their size is unknown, and reported as 0.
 */
export async function fetchLocked(
  context: Context,
  target: Target,
  plan: InstallPlan,
  lockfile: Lockfile,
  options: PlaceOptions,
): Promise<Fetched> {
  const kept = plan.keep.filter(({ mod }) => mod.kind === "archive").length;
  const wanted = plan.link.flatMap(({ mod }): ArchiveRequest[] => {
    const locked = lockfile.mods.get(mod.name);
    if (mod.kind !== "archive" || locked?.kind !== "release") return [];
    const { version, file: fileName, sha1, download } = locked;
    return [{ name: mod.name, version, fileName, sha1, download }];
  });
  if (wanted.length === 0) {
    return { downloaded: { files: 0, bytes: 0 }, reused: { files: kept }, archivePath: noArchive };
  }
  const store = await openArchives(context);
  const archivePath = (sha1: Sha1) => store.archivePath(sha1);
  if (options.dryRun) {
    const missing = wanted.filter((archive) => !store.has(archive)).length;
    return { downloaded: { files: missing, bytes: 0 }, reused: { files: kept + wanted.length - missing }, archivePath };
  }
  const { fetchArchives } = await import("@factorio-lock/fetcher");
  const { concurrency, maxArchive, playerData, serverSettings } = options;
  const fetching = {
    store,
    signal: context.signal,
    onEvent: (event: FetchEvent) => context.onEvent({ kind: "fetch", event }),
    ...(concurrency === undefined ? {} : { concurrency }),
    maxBytes: maxArchive,
  };
  const report = options.offline
    ? await fetchArchives(wanted, fetching)
    : await withPortal(context, { playerData, serverSettings, modDirectory: target.modDirectory }, (portal) =>
        fetchArchives(wanted, { ...fetching, portal }),
      );
  const { files, bytes, reused } = report;
  return { downloaded: { files, bytes }, reused: { files: kept + reused }, archivePath };
}

function noArchive(sha1: Sha1): string {
  throw new Error(`nothing was to be placed, and ${sha1} was asked for`);
}
