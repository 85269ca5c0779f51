import { copyFileSync, linkSync, lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModListEntry } from "@factorio-lock/core";
import { replaceFile } from "@factorio-lock/disk";
import { formatModList } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";

/** A mod directory of our own, on which a game may be tried: the modpack's is never touched. */
export interface Trial {
  /** Everything of the trial lies below it. */
  readonly folder: string;
  readonly modDirectory: string;
  /** Makes the mod directory hold these files of the modpack's, and this list. */
  set(files: readonly string[], list: readonly ModListEntry[]): Promise<void>;
  close(): void;
}

const PREFIX = "factorio-lock-trial-";

/** A trial that nobody closed is deleted by a later one after this time, in milliseconds. */
const OLD = 24 * 3600 * 1000;

/** Opens a trial of a mod directory in the folder for temporary files, and deletes what earlier ones left there. */
export function openTrial(context: Context, modDirectory: string): Trial {
  sweep();
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
      // The game writes its settings: what it writes to must be a file of its own.
      try {
        copyFileSync(join(modDirectory, "mod-settings.dat"), join(mods, "mod-settings.dat"));
      } catch {
        // There are none.
      }
      await replaceFile(join(mods, "mod-list.json"), formatModList(list));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function sweep(): void {
  const own = process.getuid?.();
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isDirectory() || (own !== undefined && stats.uid !== own) || Date.now() - stats.mtimeMs < OLD) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
