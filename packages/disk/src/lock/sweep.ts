import { type Dirent, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lifeOf } from "./life.ts";
import { markIn, removeMark, tokenOfMark } from "./mark.ts";
import { aliveName, removePresence } from "./presence-file.ts";

/**
 * A process whose state is unknown, such as one of another machine, is presumed dead after this long without a
 * heartbeat.
 */
const PRESUMED_DEAD_MS = 24 * 60 * 60 * 1000;

/** The same for a presence without a description: its process died while writing it, before it could take a lock. */
const UNDESCRIBED_DEAD_MS = 60 * 1000;

/**
 * Removes from a folder the locks and presences of dead processes. Whatever may belong to a living process stays.
 *
 * @throws the system's errors
 */
export async function sweepDead(folder: string): Promise<void> {
  const left = new Map<string, string[]>();
  for (const entry of entriesOf(folder)) {
    const token = /^([0-9a-f]{16})\.(?:alive|s|\d+\.new)$/.exec(entry.name)?.[1];
    if (token) left.set(token, [...(left.get(token) ?? []), entry.name]);
    else if (entry.isDirectory()) await sweepLock(folder, entry.name);
  }
  for (const [token, names] of left) {
    const { state, holder } = await lifeOf(folder, token);
    if (state === "alive") continue;
    const isDead = state === "dead" && names.includes(aliveName(token));
    const maxAge = holder ? PRESUMED_DEAD_MS : UNDESCRIBED_DEAD_MS;
    for (const name of names) {
      const path = join(folder, name);
      // Only a process with a presence prepares a lock.
      const isOrphan = state === "dead" && name.endsWith(".new");
      if (isDead || isOrphan || ageOf(path) > maxAge) rmSync(path, { recursive: true, force: true });
    }
    if (isDead) removePresence(folder, token);
  }
}

async function sweepLock(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const mark = markIn(path);
  const token = mark && tokenOfMark(mark);
  if (token && (await lifeOf(folder, token)).state === "dead") removeMark(path, mark);
}

function ageOf(path: string): number {
  return Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
