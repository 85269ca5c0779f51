import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError, usualModFolder } from "@factorio-lock/core";
import { CONTROL_FOLDER } from "@factorio-lock/disk";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readArchive } from "../archive/read-archive.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/** Files that operating systems create in any folder. Source: docs/commands.md, "trust". */
const SYSTEM_FILES: ReadonlySet<string> = new Set(["lost+found", "desktop.ini", "thumbs.db"]);

/** Files that only the game or this program creates in a mod directory. */
const LISTS: ReadonlySet<string> = new Set(["mod-list.json", "mod-settings.dat"]);

/** How many entries of a folder without a list are checked for a mod. */
const MAX_CHECKED = 2000;

const INFO_LIMIT = 2 ** 20;

/**
 * Throws if a folder is not empty and not a mod directory, so that no setting can make this program change a person's
 * documents, programs or configuration. A mod directory contains the game's lists, our record, or a mod. An empty or
 * missing folder may become one. Changes nothing. Source: docs/commands.md, "trust".
 *
 * @param byName true: an archive counts as a mod by its name; false: by its content, because backups often have such
 *   names
 * @throws FactorioLockError `NOT_A_MOD_DIRECTORY`; `FAILED` if the folder cannot be read
 */
export function refuseOtherFolder(
  directory: string,
  byName = false,
  platform: string = process.platform,
): Promise<void> {
  return withExplainedErrors(directory, async () => {
    // Looked for first: it is nearly always there, and spares the listing.
    if (isFile(join(directory, CONTROL_FOLDER, "record.json"))) return;
    const entries = entriesOf(directory);
    if (entries.length === 0 || entries.some(({ name }) => LISTS.has(name))) return;
    for (const entry of entries.slice(0, MAX_CHECKED)) if (await isMod(directory, entry, byName)) return;
    const shown = entries.slice(0, 3).map(({ name }) => JSON.stringify(name));
    const more = entries.length > 3 ? " and more" : "";
    throw new FactorioLockError(
      "NOT_A_MOD_DIRECTORY",
      `${directory} is no mod directory: it holds ${shown.join(", ")}${more}, and neither a mod nor mod-list.json.`,
      {
        hint: `give the folder that the game reads (such as ${usualModFolder(platform)}), or an empty one, with --mod-directory.`,
      },
    );
  });
}

/** The relevant entries of a folder; none if it is missing or not a folder, which is reported later. */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter(
      ({ name }) => !name.startsWith(".") && !SYSTEM_FILES.has(name.toLowerCase()),
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
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
