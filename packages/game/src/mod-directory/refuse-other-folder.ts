import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError, usualModFolder } from "@factorio-lock/core";
import { CONTROL_FOLDER } from "@factorio-lock/disk";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readArchive } from "../archive/read-archive.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/** Files that systems leave in any folder. Source: contract section 2. */
const NOTHING: ReadonlySet<string> = new Set(["lost+found", "desktop.ini", "thumbs.db"]);

/** Files that only the game, or this program, puts into a mod directory. */
const LISTS: ReadonlySet<string> = new Set(["mod-list.json", "mod-settings.dat"]);

/** A folder without a list that holds more than this is not searched to the end for a mod. */
const MOST_LOOKED_AT = 2000;

const INFO_LIMIT = 2 ** 20;

/**
 * Refuses a folder that holds something and is not a mod directory, so that no word of anybody makes this program work in
 * the documents, programs or settings of a person. A mod directory has the game's lists, a record of ours, or a mod; an
 * empty folder, or one that does not exist yet, becomes one. Nothing is touched. Source: contract section 2.
 *
 * @param byName whether an archive is a mod that has the name of one; else its content decides, as many a backup is
 *   called like one.
 * @throws FactorioLockError `NOT_A_MOD_DIRECTORY`; `FAILED` when the folder cannot be read
 */
export function refuseOtherFolder(
  directory: string,
  byName = false,
  platform: string = process.platform,
): Promise<void> {
  return withExplainedErrors(directory, async () => {
    const entries = entriesOf(directory);
    if (entries.length === 0 || entries.some(({ name }) => LISTS.has(name))) return;
    if (isFile(join(directory, CONTROL_FOLDER, "record.json"))) return;
    for (const entry of entries.slice(0, MOST_LOOKED_AT)) if (await isMod(directory, entry, byName)) return;
    const shown = entries.slice(0, 3).map(({ name }) => JSON.stringify(name));
    const more = entries.length > 3 ? " and more" : "";
    throw new FactorioLockError(
      "NOT_A_MOD_DIRECTORY",
      `${directory} is no mod directory: it holds ${shown.join(", ")}${more}, and neither a mod nor mod-list.json.`,
      {
        hint: `name the folder that the game reads (such as ${usualModFolder(platform)}), or an empty one, with --mod-directory.`,
      },
    );
  });
}

/**
 * The relevant entries of a folder; none if it does not exist or is not a folder (which is reported when it
 * is used).
 */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter(
      ({ name }) => !name.startsWith(".") && !NOTHING.has(name.toLowerCase()),
    );
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

async function isMod(directory: string, entry: Dirent, byName: boolean): Promise<boolean> {
  const path = join(directory, entry.name);
  try {
    if (entry.name.endsWith(".zip")) {
      if (!/_\d+\.\d+(?:\.\d+)?\.zip$/.test(entry.name) || !statSync(path).isFile()) return false;
      if (!byName) await readArchive(path);
      return true;
    }
    if (!entry.isDirectory() && !entry.isSymbolicLink()) return false;
    const info = join(path, "info.json");
    if (!isFile(info) || statSync(info).size > INFO_LIMIT) return false;
    parseInfoJson(readFileSync(info), info);
    return true;
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
