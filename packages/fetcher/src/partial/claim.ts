import { lstatSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, openPresence, takeLock } from "@factorio-lock/disk";
import { interrupted } from "../interrupted.ts";
import { bytesName } from "./names.ts";

/** A holder that has written nothing for so long, in milliseconds, is waited for no more. */
const INACTIVE = 60_000;

/** The word of this process that it downloads an archive. */
export interface Claim {
  /** Stands for this process in the names of the files that it writes. */
  readonly token: string;
  release(): void;
}

/** How to wait for a claim. */
export interface ClaimOptions {
  /** Whether the archive has come in the meantime: then nothing is left to claim. */
  isDone(): boolean;
  /** Called once for each other process that is waited for. */
  onWait?(): void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Claims the download of an archive, so that processes on one store do not fetch the same bytes twice. While a living
 * process has the claim and bytes come, this waits. See docs/store.md, "Several processes".
 *
 * A claim saves traffic and guards nothing: should two processes download at once, each writes to a file of its own.
 *
 * @returns undefined when the archive has come
 * @throws FactorioLockError `INTERRUPTED`; the system's errors
 */
export async function claimArchive(folder: string, sha1: string, options: ClaimOptions): Promise<Claim | undefined> {
  if (options.isDone()) return undefined;
  const { signal } = options;
  const isInactive = watchBytes(folder, sha1);
  const result = await takeLock(folder, `${sha1}.lock`, {
    command: "factorio-lock",
    limit: Number.POSITIVE_INFINITY,
    onWait: () => options.onWait?.(),
    givesUp: (token) => options.isDone() || isInactive(token),
    signal,
  });
  if (result.kind === "aborted") throw interrupted();
  if (options.isDone()) {
    if (result.kind === "held") result.lock.release();
    return undefined;
  }
  if (result.kind === "held") return result.lock;
  makeFolder(folder);
  const presence = await openPresence(folder, "factorio-lock");
  return { token: presence.token, release: () => presence.close() };
}

/** Tells when the holder of a claim has written nothing for long. */
function watchBytes(folder: string, sha1: string): (token: string) => boolean {
  let seen: string | undefined;
  let since = performance.now();
  return (token) => {
    const stats = lstatSync(join(folder, bytesName(sha1, token)), { throwIfNoEntry: false });
    const state = `${token} ${stats?.size} ${stats?.mtimeMs}`;
    if (state !== seen) since = performance.now();
    seen = state;
    return performance.now() - since >= INACTIVE;
  };
}
