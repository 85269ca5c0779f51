import { chmodSync, closeSync, constants, fstatSync, openSync, readSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Holder, parseHolder } from "./holder.ts";

/** The number of characters at the start of a presence file that change while its process is alive. */
export const BEAT_DIGITS = 12;

const MAX_DESCRIPTION = 4096;
const NO_LINK: number = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The flags for opening a presence file to beat: it is neither created nor truncated. */
export const OPEN_TO_WRITE: number = constants.O_RDWR | NO_LINK;

/**
 * Writes the presence file of a process.
 *
 * @param mode the permissions of the folder: everyone who may read it must be able to read the heartbeat, whatever the
 *   umask
 * @throws the system's errors
 */
export function writePresence(folder: string, token: string, holder: Holder, mode: number): void {
  const path = join(folder, aliveName(token));
  writeFileSync(path, `${"0".repeat(BEAT_DIGITS)}\n${JSON.stringify(holder)}\n`, { flag: "wx", mode: 0o600 });
  chmodSync(path, (mode & 0o666) | 0o600);
}

/** The outcome of reading a presence file. `hidden`: the file exists or may exist, but cannot be read. */
export type PresenceFound =
  | { readonly kind: "read"; readonly beat: string; readonly holder: Holder | undefined }
  | { readonly kind: "gone" }
  | { readonly kind: "hidden" };

/** Reads a presence file. It is opened each time, which makes a network file system ask its server. */
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

/** Removes the presence file and the socket of a process. */
export function removePresence(folder: string, token: string): void {
  for (const name of [aliveName(token), socketName(token)]) {
    const path = join(folder, name);
    // Tries twice, in case another program holds the file for a moment. What remains is removed by the next process.
    if (!tryRemove(path)) tryRemove(path);
  }
}

function tryRemove(path: string): boolean {
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
