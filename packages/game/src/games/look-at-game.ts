import { readdirSync, statSync } from "node:fs";
import { compareNames, type GameBuild, type InstalledBuiltin } from "@factorio-lock/core";
import { parseInfoJson } from "../archive/archive-info.ts";
import { type Machine, pathsOf, placeOf } from "./machine.ts";
import type { GameOrigin, GamePlace } from "./places.ts";
import { readSmall } from "./read-small.ts";
import { gameFolders } from "./write-folder.ts";

/** A game on this machine. Its paths are those by which this process can open them. */
export interface FoundGame {
  /** The game's folder, as given to `--game`. */
  readonly directory: string;
  readonly executable: string;
  /** Its exact version, which is that of its `base` mod. */
  readonly version: string;
  readonly build: GameBuild;
  readonly origin: GameOrigin;
  /** Whether this is a Windows build but the process runs on another system (WSL, Proton). */
  readonly foreign: boolean;
  /** The folder in which it keeps saves and settings. */
  readonly writeFolder: string;
  /** The folder from which it loads mods by default (without `--mod-directory`). */
  readonly modDirectory: string;
  readonly builtins: readonly InstalledBuiltin[];
}

/**
 * The paths of executable and data within a game's folder: Linux, Windows, Linux on ARM, macOS, and the folder that
 * contains the macOS bundle.
 */
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

/** Reads the game in a folder; undefined if there is no startable game. */
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

/** Determines the build from the shipped files: a headless server has no graphics and sounds, whatever its mods. */
function buildOf(machine: Machine, data: string, builtins: readonly InstalledBuiltin[]): GameBuild {
  const { join } = pathsOf(machine);
  const has = (...parts: readonly string[]) => isFolder(placeOf(machine, join(data, ...parts)));
  if (!has("base", "sound") && !has("base", "graphics", "entity")) return "headless";
  return builtins.some(({ name }) => DLC.includes(name)) ? "expansion" : "alpha";
}

/**
 * The built-in mods in a data folder: those whose info.json name matches the folder name. Unreadable ones are left out.
 */
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
      // Not a readable info.json, so not a built-in mod.
    }
  }
  return builtins.sort((a, b) => compareNames(a.name, b.name));
}

const MAX_FOLDERS = 256;

function folderNames(path: string): string[] {
  try {
    return readdirSync(path).slice(0, MAX_FOLDERS);
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
