import { FactorioLockError, type SettingValues, type Warning } from "@factorio-lock/core";
import { baseName, type OpenZip, type ZipEntry } from "../archive/open-zip.ts";
import { settingValues } from "../mod-settings/setting-values.ts";
import { parseSaveHeader, type SaveHeader } from "../save/save-header.ts";
import { buildSource } from "./build-source.ts";
import type { ModSource } from "./mod-source.ts";

/** Written when the map is created and never updated. */
const INITIAL_LEVEL = "level-init.dat";
/** The files of a save that contain its header, in order of preference. Source: docs/factorio.md, 7. */
const LEVELS = ["level.dat0", "level.dat", INITIAL_LEVEL];
/**
 * The maximum size of a header in bytes, packed and unpacked. With hundreds of mods and their settings it is about 100
 * kB.
 */
const HEADER_LIMIT = 4 * 2 ** 20;

/** Whether a zip entry is a file that contains a save's header. */
export function isLevel(name: string): boolean {
  return LEVELS.includes(name.slice(name.indexOf("/") + 1));
}

/**
 * Reads the mods and startup settings of a save.
 *
 * @param file the name of the save in errors
 * @throws FactorioLockError `BAD_ARCHIVE` if it is damaged, or from a game version whose saves cannot be read
 */
export async function saveSource(path: string, file: string, zip: OpenZip): Promise<ModSource> {
  const entry = levelOf(zip);
  if (!entry) throw badSave(file, "it has no level.dat0, level.dat or level-init.dat");
  const { game, mods, startup } = await readHeader(file, zip, entry);
  const source = baseName(entry.name);
  const read = startup && settingValues(startup);
  const values = read && Object.keys(read.values).length > 0 ? read.values : undefined;
  const settings: SettingValues | undefined = values && { startup: values };
  return buildSource({
    kind: "save",
    path,
    game,
    mods: mods.map(({ name, version }) => ({ name, version, source })),
    settings,
    warnings: [
      ...(entry.name.includes("/") ? [] : [noFolderWarning(file)]),
      ...(source === INITIAL_LEVEL ? [initialLevelWarning(file)] : []),
      ...settingWarnings(file, game, read?.unreadable),
    ],
  });
}

/** The error for an unreadable zip, whether it is a save or not. */
export function badZip(file: string, fault: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", `The zip ${file} cannot be read: ${fault}.`, {
    hint: "copy or download it again, or use another one.",
  });
}

/** The error for a save that cannot be read: `The save FILE cannot be read: FAULT.` */
function badSave(file: string, fault: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", `The save ${file} cannot be read: ${fault}.`, {
    hint: "try another save, or load it in the game and save it again.",
  });
}

function levelOf(zip: OpenZip): ZipEntry | undefined {
  for (const level of LEVELS) {
    const entry = zip.entries.find(({ name }) => name.slice(name.indexOf("/") + 1) === level);
    if (entry) return entry;
  }
  return undefined;
}

async function readHeader(file: string, zip: OpenZip, entry: ZipEntry): Promise<SaveHeader> {
  const start = await zip.readStart(entry, HEADER_LIMIT);
  // Since 1.1 the level is compressed again. An uncompressed one begins with a version, whose second byte is 0.
  const isPacked = start[0] === 0x78 && start[1] !== 0;
  const bytes = isPacked ? await zip.inflater.start(start, HEADER_LIMIT, "zlib") : start;
  if (!bytes) throw badSave(file, `its ${baseName(entry.name)} is damaged`);
  const header = parseSaveHeader(bytes);
  if (header === "too old") throw badSave(file, "it is from a game older than 0.13");
  if (header === "unknown") {
    throw badSave(file, `its ${baseName(entry.name)} is damaged, or from a game version whose saves are not known`);
  }
  return header;
}

function initialLevelWarning(file: string): Warning {
  const message = `${file} shows only which mods were enabled when its map was created; they may have changed since.`;
  return { code: "SOURCE_OLD", message };
}

function noFolderWarning(file: string): Warning {
  const message = `${file} is a save that was zipped again without its top folder: its mods can be read, but the game loads it only with that folder.`;
  return { code: "SAVE_WITHOUT_FOLDER", message };
}

/** Source: docs/factorio.md, 7. */
function settingWarnings(file: string, game: string, unreadable: readonly string[] | undefined): Warning[] {
  if (unreadable === undefined && !hasStartupSettings(game)) {
    const message = `${file} is a save of Factorio ${game}, and saves before 0.17 hold no startup settings that can be read: set them as they were.`;
    return [{ code: "SETTINGS_UNKNOWN", message }];
  }
  if (unreadable === undefined) {
    return [
      { code: "SETTINGS_UNKNOWN", message: `The startup settings of ${file} cannot be read; they are left out.` },
    ];
  }
  return unreadable.map((name) => ({
    code: "SETTINGS_UNKNOWN",
    message: `The startup setting ${JSON.stringify(name.slice(0, 120))} of ${file} has a value that mods.yaml cannot express; it is left out.`,
  }));
}

/** Whether saves of a game version contain startup settings after the mods (since 0.17). */
function hasStartupSettings(game: string): boolean {
  const [main = 0, major = 0] = game.split(".").map(Number);
  return main > 0 || major >= 17;
}
