import { lstatSync } from "node:fs";

/** Whether anything has the name; a link counts as itself. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
