import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";
import { startBeating } from "./heartbeat.ts";
import { isLocalDisk } from "./is-local-disk.ts";
import { aliveName, readPresence, removePresence, socketName, writePresence } from "./presence-file.ts";
import { listenOn } from "./presence-socket.ts";
import { thisProcess } from "./process-identity.ts";

/**
 * The sign of a living process in a folder: a file that describes it and whose beginning changes every second, and where
 * the file system can have one, a socket. Both bear a token that is never used again, so that whoever finds the process
 * dead may remove them without looking twice.
 */
export interface Presence {
  readonly token: string;
  /** Whether nobody has removed it, as others do that have not seen it beat for long. */
  isThere(): boolean;
  /** Lets the beat go on while this thread is busy. */
  beatOnOwnThread(): Promise<void>;
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
  const takeBack = atExit(remove);
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
      takeBack();
      remove();
    },
  };
  return presence;
}
