import { type Machine, pathsOf, placeOf } from "./machine.ts";
import type { GameOrigin } from "./places.ts";
import { readSmall } from "./read-small.ts";

/** Where a game keeps what it writes. Paths as the game's system writes them. */
export interface GameFolders {
  /** The folder of saves, `mods` and `config`. */
  readonly writeFolder: string;
  /** The folder that the game reads by default. */
  readonly modDirectory: string;
}

/** How the game's own files name the folders around it. */
interface Placeholders {
  readonly executable: string;
  readonly system: string;
  readonly read: string;
}

/**
 * Finds the folder that a game writes to, by the `config-path.cfg` next to it and the `config.ini` which that
 * names. They may point anywhere: the folders are only returned, nothing is written there. Source: domain.md
 * 5.
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
  const configFolder = resolved(machine, config?.get("config-path"), names) ?? join(usual, "config");
  const iniText = read(join(configFolder, "config.ini")) ?? read(join(usual, "config", "config.ini"));
  const written = iniText === undefined ? undefined : settingsOf(iniText, "path").get("write-data");
  const writeFolder = resolved(machine, written, names) ?? usual;
  return { writeFolder, modDirectory: join(writeFolder, "mods") };
}

/** The lines `key=value`, those of one section where it is named; a line that begins with a semicolon is a remark. */
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

/** A path with its placeholders filled in; undefined if it is no absolute path on this machine. */
function resolved(machine: Machine, text: string | undefined, names: Placeholders): string | undefined {
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

/** The user's data folder of the game. Source: domain.md 2. */
function systemWriteFolder(machine: Machine, origin: GameOrigin): string {
  const { home, env, platform } = machine;
  const { join } = pathsOf(machine);
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "Factorio");
  if (platform === "darwin") return join(home, "Library", "Application Support", "factorio");
  return origin === "flatpak"
    ? join(home, ".var", "app", "com.valvesoftware.Steam", ".factorio")
    : join(home, ".factorio");
}
