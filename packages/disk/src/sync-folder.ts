import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Syncs the entries of a folder to disk, so that they survive a power cut. Does nothing on Windows, which cannot open
 * folders.
 *
 * @throws the system's errors
 */
export function syncFolder(path: string, platform: NodeJS.Platform = process.platform): void {
  if (platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
