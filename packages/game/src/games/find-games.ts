import { realpathSync } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { type FoundGame, lookAtGame } from "./look-at-game.ts";
import { type Machine, pathsOf } from "./machine.ts";
import { type GamePlace, gamePlaces } from "./places.ts";

/** The games on a machine, each once, in the order in which they are preferred. Source: contract 5.3. */
export function findGames(machine: Machine, further: readonly GamePlace[] = []): FoundGame[] {
  const found = new Map<string, FoundGame>();
  for (const place of [...further, ...gamePlaces(machine)]) {
    const game = lookAtGame(machine, place);
    if (!game) continue;
    const real = realOf(game.executable);
    if (!found.has(real)) found.set(real, machine.host ? { ...game, origin: "wsl" as const } : game);
  }
  return [...found.values()];
}

/**
 * The game in a folder that somebody named: its own folder, the one of its executable, the executable itself, or `data`.
 *
 * @throws FactorioLockError `GAME_NOT_FOUND`
 */
export function gameAt(machine: Machine, directory: string): FoundGame {
  const { join } = pathsOf(machine);
  for (const above of [".", "..", "../..", "../../.."]) {
    const game = lookAtGame(machine, { directory: join(directory, above), origin: "named" });
    if (game) return game;
  }
  throw new FactorioLockError("GAME_NOT_FOUND", `There is no Factorio in ${directory}.`, {
    hint: "name the folder that the game is installed in: the one with the folders bin and data, or factorio.app. `factorio-lock games` lists those that are found.",
  });
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
