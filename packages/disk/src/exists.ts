import { lstatSync } from "node:fs";

/** Whether anything exists at the path. Links are not followed: a dead link exists. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
