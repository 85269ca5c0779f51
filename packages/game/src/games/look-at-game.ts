import { readdirSync, statSync } from "node:fs";
import { compareNames, type GameBuild, type InstalledBuiltin } from "@factorio-lock/core";
import { parseInfoJson } from "../archive/archive-info.ts";
import { type Machine, pathsOf, placeOf } from "./machine.ts";
import type { GameOrigin, GamePlace } from "./places.ts";
import { readSmall } from "./read-small.ts";
import { gameFolders } from "./write-folder.ts";

/** A game on this machine. Paths as this process reads them. */
export interface FoundGame {
  /** The folder that names it, as for `--game`. */
  readonly directory: string;
  readonly executable: string;
  /** Its exact version, that of `base`. */
  readonly version: string;
  readonly build: GameBuild;
  readonly origin: GameOrigin;
  /** Whether it is made for Windows while this process runs on another system (WSL, Proton). */
  readonly foreign: boolean;
  /** The folder of saves and settings. */
  readonly writeFolder: string;
  /** The folder that it reads without `--mod-directory`. */
  readonly modDirectory: string;
  readonly builtins: readonly InstalledBuiltin[];
}

/** Where executable and data lie below a game's folder: Windows, Linux, macOS, and the same seen from one folder above. */
const LAYOUTS = [
  { executable: ["bin", "x64", "factorio"], data: ["data"], windows: false },
  { executable: ["bin", "x64", "factorio.exe"], data: ["data"], windows: true },
  { executable: ["bin", "arm64", "factorio"], data: ["data"], windows: false },
  { executable: ["Contents", "MacOS", "factorio"], data: ["Contents", "data"], windows: false },
  {
    executable: ["factorio.app", "Contents", "MacOS", "factorio"],
    data: ["factorio.app", "Contents", "data"],
    windows: false,
  },
] as const;

const DLC = ["space-age"];

/** The game in a folder; undefined if none can be started from there. */
export function lookAtGame(machine: Machine, { directory, origin }: GamePlace): FoundGame | undefined {
  const { join } = pathsOf(machine);
  for (const layout of LAYOUTS) {
    const executable = join(directory, ...layout.executable);
    const data = join(directory, ...layout.data);
    if (!isFile(placeOf(machine, executable))) continue;
    const builtins = readBuiltins(machine, data);
    const base = builtins.find(({ name }) => name === "base");
    if (!base) continue;
    const folders = gameFolders(machine, { root: directory, executable, data, origin });
    return {
      directory: placeOf(machine, directory),
      executable: placeOf(machine, executable),
      version: base.version,
      build: buildOf(machine, data, builtins),
      origin,
      foreign: layout.windows && (machine.platform !== "win32" || machine.host === true),
      writeFolder: placeOf(machine, folders.writeFolder),
      modDirectory: placeOf(machine, folders.modDirectory),
      builtins,
    };
  }
  return undefined;
}

/** By what it ships: a headless server has no pictures and sounds, whatever mods it has. */
function buildOf(machine: Machine, data: string, builtins: readonly InstalledBuiltin[]): GameBuild {
  const { join } = pathsOf(machine);
  const has = (...parts: readonly string[]) => isFolder(placeOf(machine, join(data, ...parts)));
  if (!has("base", "sound") && !has("base", "graphics", "entity")) return "headless";
  return builtins.some(({ name }) => DLC.includes(name)) ? "expansion" : "alpha";
}

/** The mods of a data folder that call themselves as their folder is called; a game whose `base` cannot be read is none. */
function readBuiltins(machine: Machine, data: string): InstalledBuiltin[] {
  const { join } = pathsOf(machine);
  const builtins: InstalledBuiltin[] = [];
  for (const folder of folderNames(placeOf(machine, data))) {
    const path = join(data, folder, "info.json");
    const text = readSmall(placeOf(machine, path));
    if (text === undefined || folder === "core") continue;
    try {
      const { name, version, dependencies } = parseInfoJson(Buffer.from(text), path);
      if (name === folder) builtins.push({ name, version: version.text, ...(dependencies && { dependencies }) });
    } catch {
      // Not a mod of the game.
    }
  }
  return builtins.sort((a, b) => compareNames(a.name, b.name));
}

const MOST_FOLDERS = 256;

function folderNames(path: string): string[] {
  try {
    return readdirSync(path).slice(0, MOST_FOLDERS);
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  return kindOf(path) === "file";
}

function isFolder(path: string): boolean {
  return kindOf(path) === "folder";
}

function kindOf(path: string): "file" | "folder" | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? "file" : stats?.isDirectory() ? "folder" : undefined;
  } catch {
    return undefined;
  }
}
