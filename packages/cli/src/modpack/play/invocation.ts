import type { Warning } from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";

/** The command that starts a game. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the game is our child process: otherwise its end and exit code are unknown, and signals do not reach it. */
  readonly attached: boolean;
  readonly warnings: readonly Warning[];
}

const STEAM_APP = "427520";

/**
 * The command that starts a game with these arguments. A Steam game gets its app id in the environment, because it would
 * otherwise exit and let Steam start it again. A game in Steam's Flatpak, or a Windows game on Linux, is started by Steam.
 */
export function invocationOf(context: Context, game: FoundGame, args: readonly string[]): Invocation {
  const { env } = context;
  const { executable, origin, foreign } = game;
  if (origin === "flatpak") {
    const run = ["run", "com.valvesoftware.Steam", "-applaunch", STEAM_APP];
    return { file: "flatpak", args: [...run, ...args], env, attached: false, warnings: [DETACHED] };
  }
  if (origin === "steam" && foreign) {
    return { file: "steam", args: ["-applaunch", STEAM_APP, ...args], env, attached: false, warnings: [DETACHED] };
  }
  const inSteam = /[\\/]steamapps[\\/]/i.test(executable) ? { SteamAppId: STEAM_APP, SteamGameId: STEAM_APP } : {};
  const warnings = origin === "wsl" ? [NO_SIGNALS] : [];
  return { file: executable, args, env: { ...env, ...inSteam }, attached: true, warnings };
}

const DETACHED: Warning = {
  code: "GAME_DETACHED",
  message:
    "This game is started through Steam: when and how it ends and what it changes cannot be seen here, and signals do not reach it.",
};

const NO_SIGNALS: Warning = {
  code: "GAME_DETACHED",
  message: "This game runs in Windows: signals do not reach it there.",
};

/** Converts a path for the game: one that runs in Windows, started from WSL, needs Windows paths. */
export function gamePath(context: Context, { origin }: FoundGame, path: string): string {
  if (origin !== "wsl") return path;
  const [, drive, rest = ""] = /^\/mnt\/([a-z])(?:\/(.*))?$/.exec(path) ?? [];
  const windows =
    drive === undefined
      ? `\\\\wsl.localhost\\${context.env["WSL_DISTRO_NAME"] ?? ""}${path}`
      : `${drive.toUpperCase()}:\\${rest}`;
  return windows.replaceAll("/", "\\");
}
