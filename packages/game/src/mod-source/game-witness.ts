import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readInstalledBuiltins } from "../game/installed-builtins.ts";
import { gameOfLog } from "./log-source.ts";
import { newestSave } from "./newest-save.ts";
import { readStart } from "./read-start.ts";

/** How much of a log is read, in bytes: the version is in its first lines. */
const HEAD_LIMIT = 64 * 2 ** 10;
const PLAYER_DATA_LIMIT = 16 * 2 ** 20;

/**
 * Finds the game version of a game's or server's folder, from the first of these that has it: the installed game, the
 * head of its log, the last version played, its newest save. Undefined if none has it. Source: docs/commands.md,
 * "init".
 */
export async function gameWitness(folder: string): Promise<string | undefined> {
  const witnesses = [installedGame, loggedGame, playedGame, savedGame];
  for (const read of witnesses) {
    const game = await read(folder).catch(() => undefined);
    if (game !== undefined) return game;
  }
  return undefined;
}

async function installedGame(folder: string): Promise<string | undefined> {
  const builtins = await readInstalledBuiltins(folder);
  return builtins.find(({ name }) => name === "base")?.version;
}

async function loggedGame(folder: string): Promise<string | undefined> {
  const start = await readStart(join(folder, "factorio-current.log"), HEAD_LIMIT);
  return start && gameOfLog(start.bytes.toString("utf8"));
}

/** Source: docs/factorio.md, 5. */
async function playedGame(folder: string): Promise<string | undefined> {
  const path = join(folder, "player-data.json");
  if ((await stat(path)).size > PLAYER_DATA_LIMIT) return undefined;
  const data = JSON.parse(await readFile(path, "utf8")) as Record<string, { readonly game_version?: unknown } | null>;
  const version = data["last-played-version"]?.game_version;
  return typeof version === "string" && /^\d+\.\d+\.\d+$/.test(version) ? version : undefined;
}

async function savedGame(folder: string): Promise<string | undefined> {
  return (await newestSave(folder))?.game?.text;
}
