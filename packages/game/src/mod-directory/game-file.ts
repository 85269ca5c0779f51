import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import type { GameFile } from "./journal.ts";

/**
 * Refuses to replace one of the game's files where something else has its name: only a file or a link can be replaced in
 * one step.
 *
 * @throws FactorioLockError `FAILED`, with its path
 */
export function refuseOddFile(directory: string, name: GameFile): void {
  const path = join(directory, name);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isFile() || stats.isSymbolicLink()) return;
  throw new FactorioLockError(
    "FAILED",
    `${path} is ${wordFor(stats)}, where the game keeps a file. Nothing was installed.`,
    { hint: "Move it elsewhere and run the command again." },
  );
}

function wordFor(stats: Stats): string {
  return stats.isDirectory() ? "a folder" : "no plain file";
}
