import type { Hash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Sha1 } from "@factorio-lock/core";
import { interrupted, throwIfInterrupted } from "./interrupted.ts";

/** Options of `hashFiles`. */
export interface HashOptions {
  /** How many files are hashed at a time; by default the number of cores. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/** Total bytes above which starting threads pays off. */
const THREADS_FROM = 24 * 2 ** 20;
const CHUNK = 2 ** 20;
/** Bytes after which this thread yields to the event loop. */
const YIELD_AFTER = 16 * 2 ** 20;

/**
 * Computes the SHA-1 of each file, using all cores.
 *
 * @returns the hashes in the order of `paths`, undefined for files that cannot be read
 * @throws FactorioLockError `INTERRUPTED` if the signal aborts
 */
export async function hashFiles(paths: readonly string[], options: HashOptions = {}): Promise<(Sha1 | undefined)[]> {
  const { signal } = options;
  throwIfInterrupted(signal);
  if (paths.length === 0) return [];
  const sized = paths.map((path, at) => ({ path, at, size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }));
  const total = sized.reduce((sum, { size }) => sum + size, 0);
  const threads = Math.min(options.concurrency ?? availableParallelism(), paths.length);
  if (threads <= 1 || total < THREADS_FROM) return hashOnThisThread(paths, signal);
  // Largest first, so that no thread is left with a large file at the end.
  sized.sort((a, b) => b.size - a.size);
  const hashes = new Array<Sha1 | undefined>(paths.length);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const order = sized.map(({ path }) => path);
  const { Worker } = await import("node:worker_threads");
  throwIfInterrupted(signal);
  const work = Array.from({ length: threads }, () => {
    const worker = new Worker(WORKER, { eval: true, workerData: { next, paths: order } });
    const done = new Promise<void>((resolve, reject) => {
      worker.on("message", (results: readonly (readonly [number, Sha1 | null])[]) => {
        for (const [index, hash] of results) hashes[sized[index]?.at as number] = hash ?? undefined;
        resolve();
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(signal?.aborted ? interrupted() : new Error("a hashing thread ended early")));
    });
    return { worker, done };
  });
  const stop = () => {
    for (const { worker } of work) void worker.terminate();
  };
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(work.map(({ done }) => done));
    return hashes;
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

/** Hashes on this thread, yielding to the event loop after each file and every 16 MB. */
async function hashOnThisThread(
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<(Sha1 | undefined)[]> {
  // Loaded only here: most installs hash nothing.
  const { createHash } = await import("node:crypto");
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  const yieldToEventLoop = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted(signal);
  };
  const hashes: (Sha1 | undefined)[] = [];
  for (const path of paths) {
    hashes.push(await hashFile(path, chunk, createHash("sha1"), yieldToEventLoop));
    await yieldToEventLoop();
  }
  return hashes;
}

async function hashFile(
  path: string,
  chunk: Buffer,
  hash: Hash,
  yieldToEventLoop: () => Promise<void>,
): Promise<Sha1 | undefined> {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    let total = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read));
      total += read;
      if (total % YIELD_AFTER < read) await yieldToEventLoop();
    }
    return hash.digest("hex") as Sha1;
  } catch {
    // Also reached when aborted: then the caller's next yield throws.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The source of a thread that does the same as `hashFile`. It is text so that a single-file bundle contains it. */
const WORKER = `
const { createHash } = require("node:crypto");
const { closeSync, openSync, readSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const { next, paths } = workerData;
const chunk = Buffer.allocUnsafeSlow(${CHUNK});
const results = [];
for (let at = Atomics.add(next, 0, 1); at < paths.length; at = Atomics.add(next, 0, 1)) {
  let file;
  try {
    file = openSync(paths[at], "r");
    const hash = createHash("sha1");
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) hash.update(chunk.subarray(0, read));
    results.push([at, hash.digest("hex")]);
  } catch {
    results.push([at, null]);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
parentPort.postMessage(results);
`;
