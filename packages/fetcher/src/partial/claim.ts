import { lstatSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, openPresence, takeLock } from "@factorio-lock/disk";
import { interrupted } from "../interrupted.ts";
import { partialName } from "./names.ts";

/** A holder that has written nothing for this long is no longer waited for. */
const INACTIVE_MS = 60_000;

/** A claim of this process on the download of an archive. */
export interface Claim {
  /** Identifies this process in the names of the files that it writes. */
  readonly token: string;
  release(): void;
}

/** Options for waiting for a claim. */
export interface ClaimOptions {
  /** Whether the archive has been stored meanwhile, so that there is nothing to claim. */
  isDone(): boolean;
  /** Called once for each process that is waited for. */
  onWait?(): void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Claims the download of an archive, so that processes sharing a store do not download the same bytes twice. Waits
 * while another living process has the claim and receives bytes. See docs/store.md, "Several processes".
 *
 * A claim only saves traffic and is not needed for safety: if two processes download at once, each writes its own file.
 *
 * @returns undefined if the archive has been stored meanwhile
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

/** Returns a function that checks whether the holder of a claim has written nothing for `INACTIVE_MS`. */
function watchBytes(folder: string, sha1: string): (token: string) => boolean {
  let seen: string | undefined;
  let since = performance.now();
  return (token) => {
    const stats = lstatSync(join(folder, partialName(sha1, token)), { throwIfNoEntry: false });
    const state = `${token} ${stats?.size} ${stats?.mtimeMs}`;
    if (state !== seen) since = performance.now();
    seen = state;
    return performance.now() - since >= INACTIVE_MS;
  };
}
