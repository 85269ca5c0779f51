import { lstatSync, type Stats } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { mountPoints } from "./mount-points.ts";
import { renameOverSync } from "./rename-over.ts";

/**
 * Refuses to begin a change where it shows already that one of the files cannot be replaced: a folder or device has its
 * name, it is mounted alone, or on Windows another program has it open.
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
      throw refused(
        `${path} is ${wordFor(stats)}, where a file should be.`,
        "Move it elsewhere and run the command again.",
      );
    }
    if (mounted.has(path)) {
      throw refused(
        `${path} is mounted alone, so it cannot be replaced.`,
        "In a container, mount the whole folder instead of the file.",
      );
    }
    if (platform === "win32" && stats.isFile() && isHeld(path, platform)) {
      throw refused(
        `${path} is open in another program, so it cannot be replaced.`,
        "Close the game and whatever else uses the file, and run the command again.",
      );
    }
  }
}

/** The machine as far as the check depends on it; tests pass their own. */
interface Surroundings {
  readonly mounted: ReadonlySet<string>;
  readonly platform: NodeJS.Platform;
}

/** On Windows renaming a file to its own name needs what replacing it needs. */
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

function refused(message: string, hint: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${message} Nothing was changed.`, { hint });
}
