import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readInstalledBuiltins } from "../game/installed-builtins.ts";
import { gameOfLog } from "./log-source.ts";
import { newestSave } from "./newest-save.ts";
import { readStart } from "./read-start.ts";

/** The head of a log is its first lines. */
const HEAD_LIMIT = 64 * 2 ** 10;
const PLAYER_DATA_LIMIT = 16 * 2 ** 20;

/**
 * The game version that belongs to a game's or a server's folder, by the best witness that is there: the installed game,
 * the head of its log, what was played last, its newest save. Undefined if none is. Source: contract 5.1.
 */
export async function gameWitness(folder: string): Promise<string | undefined> {
  const witnesses = [installedGame, loggedGame, playedGame, savedGame];
  for (const ask of witnesses) {
    const game = await ask(folder).catch(() => undefined);
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

/** Source: domain.md 5. */
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
