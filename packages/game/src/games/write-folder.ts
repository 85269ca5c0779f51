import { type Machine, pathsOf, placeOf } from "./machine.ts";
import type { GameOrigin } from "./places.ts";
import { readSmall } from "./read-small.ts";

/** The folders that a game writes to, in its system's path syntax. */
export interface GameFolders {
  /** The folder that contains saves, `mods` and `config`. */
  readonly writeFolder: string;
  /** The folder from which the game loads mods by default. */
  readonly modDirectory: string;
}

/** The values of the placeholders in the game's config files. */
interface Placeholders {
  readonly executable: string;
  readonly system: string;
  readonly read: string;
}

/**
 * Finds the folder that a game writes to, from its `config-path.cfg` and the `config.ini` that this points to. They may
 * point anywhere: the folders are only returned, never written to. Source: docs/factorio.md, 5.
 */
export function gameFolders(
  machine: Machine,
  game: { readonly root: string; readonly executable: string; readonly data: string; readonly origin: GameOrigin },
): GameFolders {
  const { dirname, join } = pathsOf(machine);
  const read = (path: string) => readSmall(placeOf(machine, path));
  const names: Placeholders = {
    executable: dirname(game.executable),
    system: systemWriteFolder(machine, game.origin),
    read: game.data,
  };
  const own = join(names.executable, "..", "..");
  const pathText = read(join(game.root, "config-path.cfg")) ?? read(join(game.data, "..", "config-path.cfg"));
  const config = pathText === undefined ? undefined : settingsOf(pathText);
  const usesSystem = config ? config.get("use-system-read-write-data-directories") !== "false" : true;
  const usual = usesSystem ? names.system : own;
  const configFolder = resolvePath(machine, config?.get("config-path"), names) ?? join(usual, "config");
  const iniText = read(join(configFolder, "config.ini")) ?? read(join(usual, "config", "config.ini"));
  const written = iniText === undefined ? undefined : settingsOf(iniText, "path").get("write-data");
  const writeFolder = resolvePath(machine, written, names) ?? usual;
  return { writeFolder, modDirectory: join(writeFolder, "mods") };
}

/**
 * The `key=value` lines of a section, or those before the first section if none is given. Lines that start with a
 * semicolon are comments.
 */
function settingsOf(text: string, section?: string): Map<string, string> {
  const found = new Map<string, string>();
  let current: string | undefined;
  for (const row of text.split(/\r\n|\r|\n/)) {
    const heading = /^\s*\[([^\]]{0,80})\]\s*$/.exec(row)?.[1];
    if (heading !== undefined) current = heading;
    const [, key, value] = /^\s*([\w-]{1,80})\s*=\s*(.*?)\s*$/.exec(row) ?? [];
    if (key !== undefined && value !== undefined && current === section) found.set(key, value);
  }
  return found;
}

/** Fills in the placeholders of a path; undefined if the result is not an absolute local path. */
function resolvePath(machine: Machine, text: string | undefined, names: Placeholders): string | undefined {
  if (text === undefined || text === "" || text.length > 1024 || /\p{Cc}/u.test(text)) return undefined;
  const { isAbsolute, normalize } = pathsOf(machine);
  const path = text.replace(/^__PATH__([a-z-]+)__/, (all, name: string) => {
    if (name === "executable") return names.executable;
    if (name === "system-write-data") return names.system;
    return name === "system-read-data" ? names.read : all;
  });
  if (!isAbsolute(path) || /^(?:\\\\|\/\/)/.test(path)) return undefined;
  return normalize(path).replace(/(?<=[^/\\:])[/\\]+$/, "");
}

/** The game's data folder in the user's home. Source: docs/factorio.md, 2. */
function systemWriteFolder(machine: Machine, origin: GameOrigin): string {
  const { home, env, platform } = machine;
  const { join } = pathsOf(machine);
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "Factorio");
  if (platform === "darwin") return join(home, "Library", "Application Support", "factorio");
  return origin === "flatpak"
    ? join(home, ".var", "app", "com.valvesoftware.Steam", ".factorio")
    : join(home, ".factorio");
}
