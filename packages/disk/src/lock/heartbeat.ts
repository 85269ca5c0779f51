import { closeSync, openSync, writeSync } from "node:fs";
import { BEAT_DIGITS, OPEN_TO_WRITE } from "./presence-file.ts";

/** Milliseconds between two beats. */
const BEAT = 1000;

/** Milliseconds after which a thread is started that is not needed at once: most holds are shorter than its start. */
const THREAD_AFTER = 200;

/** Changes the beginning of a presence's file once a second. */
export interface Heartbeat {
  /**
   * Lets a thread of its own do so, too: this one may be busy for a minute.
   *
   * @param atOnce whether it is awaited: this thread may be busy from the first moment, as with a slow network share
   */
  useOwnThread(atOnce: boolean): Promise<void>;
  stop(): void;
}

export function startBeating(path: string): Heartbeat {
  let stopThread: (() => void) | undefined;
  let starting: NodeJS.Timeout | undefined;
  let thread: Promise<void> | undefined;
  let isStopped = false;
  const timer = setInterval(() => beat(path), BEAT).unref();

  const startThread = async (): Promise<void> => {
    try {
      const { Worker } = await import("node:worker_threads");
      if (isStopped) return;
      const worker = new Worker(THREAD, { eval: true, workerData: { path, flag: OPEN_TO_WRITE, BEAT, BEAT_DIGITS } });
      worker.unref();
      worker.on("error", () => {});
      stopThread = () => void worker.terminate();
    } catch {
      // Where no thread can be had, the timer above beats.
    }
  };

  return {
    async useOwnThread(atOnce) {
      if (atOnce) thread ??= startThread();
      else starting ??= setTimeout(() => void (thread ??= startThread()), THREAD_AFTER).unref();
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

/** Only that it is another text than before counts. */
function beat(path: string): void {
  try {
    // Opened anew each time: closing is what makes a network file system send it.
    const file = openSync(path, OPEN_TO_WRITE);
    try {
      writeSync(file, String(Date.now()).slice(-BEAT_DIGITS).padStart(BEAT_DIGITS, "0"), 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // Removed, or the disk does not answer: whoever relies on the presence looks whether it is there.
  }
}

/** `beat` once a second, as the text of a thread: a script or a module, by the flags that node was started with. */
const THREAD = `
const { writeFileSync } = process.getBuiltinModule("node:fs");
const { path, flag, BEAT, BEAT_DIGITS } = process.getBuiltinModule("node:worker_threads").workerData;
setInterval(() => {
  try {
    writeFileSync(path, String(Date.now()).slice(-BEAT_DIGITS).padStart(BEAT_DIGITS, "0"), { flag });
  } catch {}
}, BEAT);
`;
