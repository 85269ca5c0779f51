import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";
import { type Holder, parseHolder } from "./holder.ts";
import { listenOn } from "./presence-socket.ts";
import { thisProcess } from "./process-identity.ts";

/** Milliseconds between two beats. */
const BEAT = 1000;
const BEAT_DIGITS = 12;
const MAX_DESCRIPTION = 4096;
const NO_LINK = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The sign of a living process in a folder: a file that describes it and in which a number rises every second, and where
 * the file system can have one, a socket. Both bear a token that is never used again, so that whoever finds the process
 * dead may remove them without looking twice.
 */
export interface Presence {
  readonly token: string;
  /** Whether nobody has removed it, as others do that have not seen it beat for long. */
  isThere(): boolean;
  /** Lets the beat go on while this thread is busy. */
  beatOnOwnThread(): void;
  /** Takes the sign away, once all that asked for it have. */
  close(): void;
}

interface OpenPresence extends Presence {
  users: number;
}

/** One for each folder: several locks of a process share it. */
const open = new Map<string, OpenPresence>();
const opening = new Map<string, Promise<OpenPresence>>();

/** Tokens of this process that stand for nothing any more, even where the disk refused to remove their files. */
const closed = new Set<string>();

/** Whether a token was this process's, and is no more. */
export function isClosed(token: string): boolean {
  return closed.has(token);
}

/**
 * Shows this process in a folder.
 *
 * @throws the system's errors
 */
export async function openPresence(folder: string, command: string): Promise<Presence> {
  const isOpening = opening.get(folder);
  if (isOpening) await isOpening.catch(() => {});
  const there = open.get(folder);
  if (there?.isThere()) {
    there.users += 1;
    return there;
  }
  const started = start(folder, command);
  opening.set(folder, started);
  try {
    const presence = await started;
    open.set(folder, presence);
    return presence;
  } finally {
    opening.delete(folder);
  }
}

async function start(folder: string, command: string): Promise<OpenPresence> {
  const token = randomBytes(8).toString("hex");
  const path = join(folder, aliveName(token));
  const stopListening = await listenOn(folder, socketName(token));
  const remove = () => {
    stopListening?.();
    removePresence(folder, token);
  };
  try {
    const { dev, mode } = statSync(folder, { bigint: true });
    const holder: Holder = {
      ...thisProcess(),
      command,
      since: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      device: String(dev),
      hasSocket: stopListening !== undefined,
    };
    const file = openSync(path, "wx", 0o600);
    try {
      writeSync(file, `${"0".repeat(BEAT_DIGITS)}\n${JSON.stringify(holder)}\n`);
    } finally {
      closeSync(file);
    }
    // Whoever may read the folder has to see the beat, whatever the umask.
    chmodSync(path, Number(mode & 0o666n) | 0o600);
  } catch (error) {
    remove();
    throw error;
  }
  const heart = startBeating(path);
  const takeBack = atExit(remove);
  const presence: OpenPresence = {
    token,
    users: 1,
    isThere: () => readPresence(folder, token).kind !== "gone",
    beatOnOwnThread: () => heart.useOwnThread(),
    close() {
      presence.users -= 1;
      if (presence.users > 0) return;
      heart.stop();
      closed.add(token);
      if (open.get(folder) === presence) open.delete(folder);
      takeBack();
      remove();
    },
  };
  return presence;
}

function startBeating(path: string): { useOwnThread(): void; stop(): void } {
  let beats = 0;
  let hasThread = false;
  let wantsThread = false;
  let isStopped = false;
  let terminate = () => {};
  const timer = setInterval(() => {
    if (hasThread) return;
    beats += 1;
    beat(path, beats);
    if (wantsThread) void startThread();
  }, BEAT);
  timer.unref();

  const startThread = async (): Promise<void> => {
    hasThread = true;
    const { Worker } = await import("node:worker_threads");
    if (isStopped) return;
    const worker = new Worker(THREAD, { eval: true, workerData: { path, beats, BEAT, BEAT_DIGITS, NO_LINK } });
    worker.unref();
    worker.on("error", () => {
      hasThread = false;
      wantsThread = false;
    });
    terminate = () => void worker.terminate();
  };

  return {
    // Not before the first beat: most holds are shorter, and a thread takes longer to start than they do.
    useOwnThread: () => {
      wantsThread = true;
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
      terminate();
    },
  };
}

function beat(path: string, beats: number): void {
  try {
    // Opened anew each time: closing is what makes a network file system send it.
    const file = openSync(path, constants.O_RDWR | NO_LINK);
    try {
      writeSync(file, String(beats).padStart(BEAT_DIGITS, "0"), 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // Removed, or the disk does not answer: whoever relies on the presence looks whether it is there.
  }
}

/** The same as `beat`, as the text of a thread. */
const THREAD = `
const { openSync, writeSync, closeSync, constants } = require("node:fs");
const { path, BEAT, BEAT_DIGITS, NO_LINK, beats } = require("node:worker_threads").workerData;
let count = beats;
setInterval(() => {
  try {
    const file = openSync(path, constants.O_RDWR | NO_LINK);
    try {
      writeSync(file, String((count += 1)).padStart(BEAT_DIGITS, "0"), 0);
    } finally {
      closeSync(file);
    }
  } catch {}
}, BEAT);
`;

/** The outcome of reading a presence file. `hidden`: it exists, or may exist, and cannot be read. */
export type PresenceFound =
  | { readonly kind: "read"; readonly beat: string; readonly holder: Holder | undefined }
  | { readonly kind: "gone" }
  | { readonly kind: "hidden" };

/** Reads a presence. Opened anew each time: that is what makes a network file system ask its server. */
export function readPresence(folder: string, token: string): PresenceFound {
  try {
    const file = openSync(join(folder, aliveName(token)), constants.O_RDONLY | NO_LINK);
    try {
      if (!fstatSync(file).isFile()) return { kind: "hidden" };
      const bytes = Buffer.alloc(MAX_DESCRIPTION);
      const text = bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
      const end = text.indexOf("\n");
      return { kind: "read", beat: text.slice(0, BEAT_DIGITS), holder: parseHolder(text.slice(end + 1)) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === "ENOENT" ? "gone" : "hidden" };
  }
}

/** Removes what a process left of its presence. */
export function removePresence(folder: string, token: string): void {
  for (const name of [aliveName(token), socketName(token)]) {
    const path = join(folder, name);
    // A second try for what another program held at that moment. What stays is swept by the next process.
    if (!isRemoved(path)) isRemoved(path);
  }
}

function isRemoved(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

export function aliveName(token: string): string {
  return `${token}.alive`;
}

export function socketName(token: string): string {
  return `${token}.s`;
}
