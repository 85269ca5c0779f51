import { closeSync, openSync, writeSync } from "node:fs";
import { BEAT_DIGITS, OPEN_TO_WRITE } from "./presence-file.ts";

/** Time between two heartbeats. */
const BEAT_MS = 1000;

/**
 * Delay before starting a thread that is not needed at once: most locks are held for less time than a thread takes to
 * start.
 */
const THREAD_AFTER_MS = 200;

/** Changes the first characters of a presence file once a second. */
export interface Heartbeat {
  /**
   * Also beats from a separate thread, because this one may be busy for a minute.
   *
   * @param atOnce whether to start it immediately and wait for that: on a slow network share this thread may block from
   *   the start
   */
  useOwnThread(atOnce: boolean): Promise<void>;
  stop(): void;
}

export function startBeating(path: string): Heartbeat {
  let stopThread: (() => void) | undefined;
  let starting: NodeJS.Timeout | undefined;
  let thread: Promise<void> | undefined;
  let isStopped = false;
  const timer = setInterval(() => beat(path), BEAT_MS).unref();

  const startThread = async (): Promise<void> => {
    try {
      const { Worker } = await import("node:worker_threads");
      if (isStopped) return;
      const worker = new Worker(THREAD, {
        eval: true,
        workerData: { path, flag: OPEN_TO_WRITE, BEAT_MS, BEAT_DIGITS },
      });
      worker.unref();
      worker.on("error", () => {});
      stopThread = () => void worker.terminate();
    } catch {
      // Without a thread, the timer above still beats.
    }
  };

  return {
    async useOwnThread(atOnce) {
      if (atOnce) thread ??= startThread();
      else starting ??= setTimeout(() => void (thread ??= startThread()), THREAD_AFTER_MS).unref();
      await thread;
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
      clearTimeout(starting);
      stopThread?.();
    },
  };
}

/** Writes a new value; readers only check that it has changed. */
function beat(path: string): void {
  try {
    // Reopened each time: closing the file makes a network file system send the change.
    const file = openSync(path, OPEN_TO_WRITE);
    try {
      writeSync(file, String(Date.now()).slice(-BEAT_DIGITS).padStart(BEAT_DIGITS, "0"), 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // The file was removed, or the disk does not respond. Users of the presence check whether it still exists.
  }
}

/**
 * The source of a thread that does the same as `beat` once a second. Node's flags decide whether it runs as a script or
 * a module, so it imports nothing.
 */
const THREAD = `
const { writeFileSync } = process.getBuiltinModule("node:fs");
const { path, flag, BEAT_MS, BEAT_DIGITS } = process.getBuiltinModule("node:worker_threads").workerData;
setInterval(() => {
  try {
    writeFileSync(path, String(Date.now()).slice(-BEAT_DIGITS).padStart(BEAT_DIGITS, "0"), { flag });
  } catch {}
}, BEAT_MS);
`;
