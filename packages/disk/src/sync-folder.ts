import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Makes the names in a folder last through a power cut, where the system can do that: Windows cannot open folders.
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
