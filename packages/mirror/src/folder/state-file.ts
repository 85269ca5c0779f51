import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { makeFolder, renameOver } from "@factorio-lock/disk";

/** The subfolder of the mirror's folder in which the mirror keeps its state. */
export const STATE_FOLDER = ".factorio-lock-mirror";

/**
 * Replaces a file atomically: writes a temporary file next to it, syncs and renames it. Creates its folder if missing.
 */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  makeFolder(path.dirname(file));
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
