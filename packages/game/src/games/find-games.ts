import { realpathSync } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { type FoundGame, lookAtGame } from "./look-at-game.ts";
import { type Machine, pathsOf } from "./machine.ts";
import { type GamePlace, gamePlaces } from "./places.ts";

/** Finds the games on a machine, without duplicates, in order of preference. Source: docs/playing.md, "Which game". */
export function findGames(machine: Machine, extraPlaces: readonly GamePlace[] = []): FoundGame[] {
  const found = new Map<string, FoundGame>();
  for (const place of [...extraPlaces, ...gamePlaces(machine)]) {
    const game = lookAtGame(machine, place);
    if (!game) continue;
    const real = realPathOf(game.executable);
    if (!found.has(real)) found.set(real, machine.host ? { ...game, origin: "wsl" as const } : game);
  }
  return [...found.values()];
}

/**
 * Finds the game at a path given by the user: the game's folder, its executable or the folder of that, or its `data`
 * folder.
 *
 * @throws FactorioLockError `GAME_NOT_FOUND`
 */
export function gameAt(machine: Machine, directory: string): FoundGame {
  const { join } = pathsOf(machine);
  for (const up of [".", "..", "../..", "../../.."]) {
    const game = lookAtGame(machine, { directory: join(directory, up), origin: "named" });
    if (game) return game;
  }
  throw new FactorioLockError("GAME_NOT_FOUND", `There is no Factorio in ${directory}.`, {
    hint: "give the folder that the game is installed in: the one with the folders bin and data, or factorio.app. `factorio-lock games` lists those that are found.",
  });
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
