import type { Hash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Sha1 } from "@factorio-lock/core";
import { interrupted, throwIfInterrupted } from "./interrupted.ts";

/** How to hash. */
export interface HashOptions {
  /** Files hashed at a time; the number of cores by default. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/** Bytes from which further threads are worth their start. */
const THREADS_FROM = 24 * 2 ** 20;
const CHUNK = 2 ** 20;
/** Bytes after which this thread gives way to others. */
const TURN = 16 * 2 ** 20;

/**
 * The SHA-1 of each file, on all cores.
 *
 * @returns in the order of `paths`; undefined if a file cannot be read
 * @throws FactorioLockError `INTERRUPTED` when the signal fires
 */
export async function hashFiles(paths: readonly string[], options: HashOptions = {}): Promise<(Sha1 | undefined)[]> {
  const { signal } = options;
  throwIfInterrupted(signal);
  if (paths.length === 0) return [];
  const sized = paths.map((path, at) => ({ path, at, size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }));
  const total = sized.reduce((sum, { size }) => sum + size, 0);
  const threads = Math.min(options.concurrency ?? availableParallelism(), paths.length);
  if (threads <= 1 || total < THREADS_FROM) return hashHere(paths, signal);
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

/** On this thread, giving way to others after each file and every 16 MB of one. */
async function hashHere(paths: readonly string[], signal: AbortSignal | undefined): Promise<(Sha1 | undefined)[]> {
  // Loaded only here: most installs hash nothing.
  const { createHash } = await import("node:crypto");
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  const giveWay = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted(signal);
  };
  const hashes: (Sha1 | undefined)[] = [];
  for (const path of paths) {
    hashes.push(await hashFile(path, chunk, createHash("sha1"), giveWay));
    await giveWay();
  }
  return hashes;
}

async function hashFile(
  path: string,
  chunk: Buffer,
  hash: Hash,
  giveWay: () => Promise<void>,
): Promise<Sha1 | undefined> {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    let total = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read));
      total += read;
      if (total % TURN < read) await giveWay();
    }
    return hash.digest("hex") as Sha1;
  } catch {
    // Aborted is not unreadable: the caller gives way again, and then throws.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The same as `hashFile` for a thread: as text, so that a bundle of one file has it too. */
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
