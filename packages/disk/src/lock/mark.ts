import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The file in a lock that shows who has it. Its name is never used again. */
export function markOf(token: string, count: number): string {
  return `${token}-${count}`;
}

/** The token of the process that set a mark; undefined if it is not one. */
export function tokenOfMark(mark: string): string | undefined {
  return /^([0-9a-f]{16})-\d{1,10}$/.exec(mark)?.[1];
}

/** The mark in a lock; undefined if nobody has it. A link is no lock: nothing is looked for where it leads. */
export function markIn(path: string): string | undefined {
  return namesIn(path).find((name) => tokenOfMark(name) !== undefined);
}

/** Takes a mark out of a lock. What lies there under another name is another's, and stays. */
export function removeMark(path: string, mark: string): void {
  rmSync(join(path, mark), { force: true });
  removeIfEmpty(path);
}

/** The names in a lock. */
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
    // It is not, or it is gone.
  }
}
