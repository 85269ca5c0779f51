import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The name of the file in a lock that identifies its holder. The name is never reused. */
export function markOf(token: string, count: number): string {
  return `${token}-${count}`;
}

/** The token of the process that set a mark; undefined if the name is not a mark. */
export function tokenOfMark(mark: string): string | undefined {
  return /^([0-9a-f]{16})-\d{1,10}$/.exec(mark)?.[1];
}

/** The mark in a lock; undefined if nobody holds it. Links are not followed: a link is never a lock. */
export function markIn(path: string): string | undefined {
  return namesIn(path).find((name) => tokenOfMark(name) !== undefined);
}

/** Removes a mark from a lock, and the lock if it is then empty. Marks of other processes stay. */
export function removeMark(path: string, mark: string): void {
  rmSync(join(path, mark), { force: true });
  removeIfEmpty(path);
}

/** The names in a lock folder; empty if it does not exist or is not a folder. */
export function namesIn(path: string): string[] {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

export function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // It is not empty, or already removed.
  }
}
