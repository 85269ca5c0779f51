import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Whether the game seems to be using a mod directory: while running, it keeps a file `.lock` in the parent folder.
 * Source: docs/factorio.md, 5.
 */
export function gameIsRunning(modDirectory: string): boolean {
  return statSync(join(dirname(resolve(modDirectory)), ".lock"), { throwIfNoEntry: false }) !== undefined;
}
