import { type Dirent, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lifeOf } from "./life.ts";
import { markIn, removeMark, tokenOfMark } from "./mark.ts";
import { aliveName, removePresence } from "./presence-file.ts";

/** A process of which nothing is known, such as another machine's, has not shown itself for so long: it is dead. */
const RESPITE = 24 * 60 * 60 * 1000;

/** One that died while it was about to show itself left a sign that says nothing: there was nothing to hold yet. */
const BRIEF_RESPITE = 60 * 1000;

/**
 * Removes the locks in a folder whose holders are dead, and what else they left. What may be a living process's stays.
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
    const respite = holder ? RESPITE : BRIEF_RESPITE;
    for (const name of names) {
      const path = join(folder, name);
      // A lock is prepared only by who has shown itself.
      const isOrphan = state === "dead" && name.endsWith(".new");
      if (isDead || isOrphan || ageOf(path) > respite) rmSync(path, { recursive: true, force: true });
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
