import { lstatSync, type Stats } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { mountPoints } from "./mount-points.ts";
import { renameOverSync } from "./rename-over.ts";

/**
 * Throws if one of the files evidently cannot be replaced: it is a folder or device, it is itself a mount point, or on
 * Windows another program has it open. Called before a change is begun.
 *
 * @throws FactorioLockError `FAILED`, with the path
 */
export function refuseIrreplaceable(
  paths: readonly string[],
  { mounted = mountPoints(), platform = process.platform }: Partial<Surroundings> = {},
): void {
  for (const path of paths) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) continue;
    if (!stats.isFile() && !stats.isSymbolicLink()) {
      throw refusal(
        `${path} is ${wordFor(stats)}, where a file should be.`,
        "Move it elsewhere and run the command again.",
      );
    }
    if (mounted.has(path)) {
      throw refusal(
        `${path} is mounted alone, so it cannot be replaced.`,
        "In a container, mount the whole folder instead of the file.",
      );
    }
    if (platform === "win32" && stats.isFile() && isHeld(path, platform)) {
      throw refusal(
        `${path} is open in another program, so it cannot be replaced.`,
        "Close the game and whatever else uses the file, and run the command again.",
      );
    }
  }
}

/** The facts about the machine that the check depends on; tests pass their own. */
interface Surroundings {
  readonly mounted: ReadonlySet<string>;
  readonly platform: NodeJS.Platform;
}

/**
 * Whether another program has the file open. On Windows, renaming a file to its own name requires the same access as
 * replacing it.
 */
function isHeld(path: string, platform: NodeJS.Platform): boolean {
  try {
    renameOverSync(path, path, platform);
    return false;
  } catch (error) {
    return ["EPERM", "EACCES", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
}

function wordFor(stats: Stats): string {
  return stats.isDirectory() ? "a folder" : "no plain file";
}

function refusal(message: string, hint: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${message} Nothing was changed.`, { hint });
}
