import type { FoundGame } from "@factorio-lock/game";
import { gamesHere, namedGame } from "../../modpack/games.ts";
import type { Context } from "../../project/context.ts";
import type { GamesResult, ListedGame } from "./result.ts";

/**
 * Lists the games on this machine.
 *
 * @throws FactorioLockError GAME_NOT_FOUND if the folder that is named has no game
 */
export async function games(
  context: Context,
  options: { readonly game?: string | undefined } = {},
): Promise<GamesResult> {
  const found = await gamesHere(context, namedGame(context, options.game));
  return { games: found.map(toListedGame) };
}

function toListedGame({
  version,
  build,
  origin,
  directory,
  modDirectory,
  writeFolder,
  builtins,
}: FoundGame): ListedGame {
  const builtin = builtins.map((mod) => ({ name: mod.name, version: mod.version }));
  return { version, kind: build, origin, directory, modDirectory, writeFolder, builtin };
}
