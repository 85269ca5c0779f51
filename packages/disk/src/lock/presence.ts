import { statSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";
import { startBeating } from "./heartbeat.ts";
import { isLocalDisk } from "./is-local-disk.ts";
import { aliveName, readPresence, removePresence, socketName, writePresence } from "./presence-file.ts";
import { listenOn } from "./presence-socket.ts";
import { thisProcess } from "./process-identity.ts";

/**
 * The sign of a living process in a folder: a file that describes the process and whose first characters change every
 * second, and a socket if the file system supports it. Both are named by a token that is never reused, so whoever finds
 * the process dead can remove them without a race.
 */
export interface Presence {
  readonly token: string;
  /** Whether the presence still exists. Other processes remove it if they have seen no heartbeat for long. */
  isThere(): boolean;
  /** Also sends heartbeats from a separate thread, so that they continue while this thread is busy. */
  beatOnOwnThread(): Promise<void>;
  /** Ends one use of the presence; the last use removes it. */
  close(): void;
}

interface OpenPresence extends Presence {
  users: number;
}

/** One for each folder, shared by all locks of this process. */
const open = new Map<string, OpenPresence>();
const opening = new Map<string, Promise<OpenPresence>>();

/** Closed tokens of this process, which are invalid even if their files could not be removed. */
const closed = new Set<string>();

/** Whether this process has closed the token. */
export function isClosed(token: string): boolean {
  return closed.has(token);
}

/**
 * Opens the presence of this process in a folder, or shares the open one.
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

/**
 * Sixteen hexadecimal digits that no other process has had. They need not be secret, and `node:crypto` takes longer to load than
 * all else that a lock needs: the number of the process and the nanosecond count too, should chance repeat itself.
 */
function newToken(): string {
  const [seconds, nanoseconds] = process.hrtime();
  const high = (Math.random() * 2 ** 32) ^ (process.pid << 8) ^ seconds;
  const low = (Math.random() * 2 ** 32) ^ nanoseconds;
  return [high, low].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

async function start(folder: string, command: string): Promise<OpenPresence> {
  const token = newToken();
  const stopListening = await listenOn(folder, socketName(token));
  const remove = () => {
    stopListening?.();
    removePresence(folder, token);
  };
  try {
    const { dev, mode } = statSync(folder, { bigint: true });
    const holder = {
      ...thisProcess(),
      command,
      since: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      device: String(dev),
      hasSocket: stopListening !== undefined,
    };
    writePresence(folder, token, holder, Number(mode));
  } catch (error) {
    remove();
    throw error;
  }
  const heart = startBeating(join(folder, aliveName(token)));
  const cancelAtExit = atExit(remove);
  const presence: OpenPresence = {
    token,
    users: 1,
    isThere: () => readPresence(folder, token).kind !== "gone",
    beatOnOwnThread: () => heart.useOwnThread(!isLocalDisk(folder)),
    close() {
      presence.users -= 1;
      if (presence.users > 0) return;
      heart.stop();
      closed.add(token);
      if (open.get(folder) === presence) open.delete(folder);
      cancelAtExit();
      remove();
    },
  };
  return presence;
}
