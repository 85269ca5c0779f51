// Folders and processes that tests, benchmarks and examples make for themselves. Node's own modules only, and plain
// JavaScript: some of its users run without a build.
import { rmSync } from "node:fs";

/** Codes of a removal that fails because somebody still writes there, or holds a file open (on Windows). */
const IN_USE = new Set(["ENOTEMPTY", "EBUSY", "EPERM", "EACCES", "EMFILE", "ENFILE"]);

const PAUSE = 50;
const PATIENCE = 30_000;

/**
 * Removes a folder with all that is in it; nothing where there is none. While a process that ends still writes there it is
 * tried again, for at most 30 seconds. (Node's own `maxRetries` does not look again at what is in the folder.)
 */
export async function removeFolder(path) {
  for (let waited = 0; !tryToRemove(path, waited >= PATIENCE); waited += PAUSE) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** As `removeFolder`, for where nothing can be awaited, such as a process's exit. */
export function removeFolderSync(path) {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; !tryToRemove(path, waited >= PATIENCE); waited += PAUSE) Atomics.wait(never, 0, 0, PAUSE);
}

/** Ends a process, if it still runs, and waits until it has gone: what it writes as its last act is written then. */
export async function endProcess(child, signal = "SIGTERM") {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

function tryToRemove(path, isLast) {
  try {
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (isLast || !IN_USE.has(error.code)) throw error;
    return false;
  }
}
