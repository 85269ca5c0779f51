import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, posix, resolve, win32 } from "node:path";
import { formatPacked, type LockedGame } from "@factorio-lock/core";
import type { FoundGame, GamePlace, Machine } from "@factorio-lock/game";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";

type Surroundings = Pick<Context, "cwd" | "env" | "platform" | "home">;

/** The folder of downloaded games: in the user's data folder, by the conventions of each system. */
export function gamesDirectory({ env, platform, home }: Surroundings): string {
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"];
    const base = local !== undefined && win32.isAbsolute(local) ? local : join(home, "AppData", "Local");
    return join(base, "factorio-lock", "games");
  }
  if (platform === "darwin") return join(home, "Library", "Application Support", "factorio-lock", "games");
  const xdg = env["XDG_DATA_HOME"];
  return join(
    xdg !== undefined && posix.isAbsolute(xdg) ? xdg : join(home, ".local", "share"),
    "factorio-lock",
    "games",
  );
}

/** The game's folder named by `--game`, else by `FACTORIO_GAME`; undefined if neither is given. Absolute. */
export function namedGame(context: Surroundings, flag: string | undefined): string | undefined {
  const variable = context.env["FACTORIO_GAME"];
  return flag ?? (variable ? resolve(context.cwd, fromHome(variable, context.home)) : undefined);
}

/**
 * The games on this machine, or only the one that is named.
 *
 * @throws FactorioLockError GAME_NOT_FOUND if the named folder has no game
 */
export async function gamesHere(context: Context, named: string | undefined): Promise<readonly FoundGame[]> {
  const { findGames, gameAt } = await import("@factorio-lock/game");
  const own: Machine = machineOf(context);
  if (named !== undefined) return [gameAt(own, named)];
  const windows = await windowsOf(context);
  const steam = context.platform === "win32" ? await registrySteam(context) : [];
  const games = findGames({ ...own, steam }, downloadedPlaces(context));
  return windows ? [...games, ...findGames(windows)] : games;
}

function machineOf({ platform, home, env }: Surroundings): Machine {
  return { platform, home, env };
}

/** The folders of downloaded games. */
function downloadedPlaces(context: Surroundings): GamePlace[] {
  const folder = gamesDirectory(context);
  return downloadedNames(context).map((name) => ({ directory: join(folder, name, "factorio"), origin: "downloaded" }));
}

/** The names of the folders of downloaded games. */
export function downloadedNames(context: Surroundings): string[] {
  return fileNames(gamesDirectory(context)).filter((name) => /^\d+\.\d+\.\d+-(?:headless|alpha|expansion)$/.test(name));
}

/** The name of the folder of a downloaded game. */
export function gameFolderName({ version, build }: Pick<LockedGame, "version" | "build">): string {
  return `${formatPacked(version.packed)}-${build}`;
}

/** Where a locked game is after its download: its own folder, and the game in it. */
export function lockedGamePlace(
  context: Surroundings,
  game: LockedGame,
): { readonly folder: string; readonly directory: string } {
  const folder = join(gamesDirectory(context), gameFolderName(game));
  return { folder, directory: join(folder, "factorio") };
}

/** The locked game; undefined if it is not downloaded. */
export async function lockedGameHere(context: Context, game: LockedGame): Promise<FoundGame | undefined> {
  const { gameAt } = await import("@factorio-lock/game");
  try {
    return { ...gameAt(machineOf(context), lockedGamePlace(context, game).directory), origin: "downloaded" };
  } catch {
    return undefined;
  }
}

/** The Windows host of a Linux in WSL, with the user's home there; undefined outside WSL. */
async function windowsOf(context: Context): Promise<Machine | undefined> {
  if (context.platform !== "linux" || !context.env["WSL_DISTRO_NAME"]) return undefined;
  const { windowsBelow } = await import("@factorio-lock/game");
  const users = fileNames("/mnt/c/Users").filter((name) => !/^(?:Public|Default|Default User|All Users)$/i.test(name));
  const user = users.find((name) => isFolder(`/mnt/c/Users/${name}/AppData/Roaming/Factorio`)) ?? users[0];
  return user === undefined ? undefined : windowsBelow(`C:\\Users\\${user}`, await registrySteam(context));
}

/** Steam's folder from the Windows registry; empty if the registry does not answer within two seconds. */
function registrySteam({ platform, env }: Surroundings): Promise<readonly string[]> {
  const system = platform === "win32" ? env["SystemRoot"] || "C:\\Windows" : "/mnt/c/Windows";
  const query = ["query", "HKCU\\Software\\Valve\\Steam", "/v", "SteamPath"];
  return new Promise((done) => {
    execFile(join(system, "System32", "reg.exe"), query, { timeout: 2000, windowsHide: true }, (error, stdout) => {
      const path = error ? undefined : /REG_SZ\s+(.+?)\s*$/m.exec(stdout)?.[1];
      done(path === undefined ? [] : [path.replaceAll("/", "\\")]);
    });
  });
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
