import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Whether the game seems to be running on a mod directory: it keeps a file `.lock` in the folder above while it does.
 * Source: domain.md 5.
 */
export function gameIsRunning(modDirectory: string): boolean {
  return statSync(join(dirname(resolve(modDirectory)), ".lock"), { throwIfNoEntry: false }) !== undefined;
}
