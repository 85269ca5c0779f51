import { copyFileSync, linkSync, lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModListEntry } from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import { formatModList } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";

/** A temporary mod directory to try a game with: the modpack's own is never touched. */
export interface Trial {
  /** The folder of the trial, with everything that belongs to it. */
  readonly folder: string;
  readonly modDirectory: string;
  /** Fills the mod directory with these files of the modpack's, and this mod list. */
  set(files: readonly string[], list: readonly ModListEntry[]): Promise<void>;
  close(): void;
}

const PREFIX = "factorio-lock-trial-";

/** A trial that was not closed is deleted by a later one after this time. */
const STALE_MS = 24 * 3600 * 1000;

/** Opens a trial of a mod directory in the folder for temporary files, and deletes stale ones there. */
export function openTrial(context: Context, modDirectory: string): Trial {
  deleteStale();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  const mods = join(folder, "mods");
  const place = (file: string) => {
    const [from, to] = [join(modDirectory, file), join(mods, file)];
    if (context.platform !== "win32") return symlinkSync(from, to);
    if (lstatSync(from).isDirectory()) return symlinkSync(from, to, "junction");
    try {
      linkSync(from, to);
    } catch {
      copyFileSync(from, to);
    }
  };
  return {
    folder,
    modDirectory: mods,
    async set(files, list) {
      rmSync(mods, { recursive: true, force: true });
      const { makeFolder } = await import("@factorio-lock/disk");
      makeFolder(mods);
      for (const file of files) place(file);
      // The game writes to its settings, so that it must have a copy.
      try {
        copyFileSync(join(modDirectory, "mod-settings.dat"), join(mods, "mod-settings.dat"));
      } catch {
        // The modpack has no settings.
      }
      await replaceFile(join(mods, "mod-list.json"), formatModList(list));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function deleteStale(): void {
  const own = process.getuid?.();
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isDirectory() || (own !== undefined && stats.uid !== own) || Date.now() - stats.mtimeMs < STALE_MS)
      continue;
    rmSync(path, { recursive: true, force: true });
  }
}
