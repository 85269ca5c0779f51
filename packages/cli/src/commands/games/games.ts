import type { GameBuild } from "@factorio-lock/core";
import type { FoundGame, GameOrigin } from "@factorio-lock/game";
import { gamesHere, namedGame } from "../../modpack/games.ts";
import type { Context } from "../../project/context.ts";

/** A game on this machine. */
export interface ListedGame {
  readonly version: string;
  readonly kind: GameBuild;
  readonly origin: GameOrigin;
  /** As `--game` takes it. */
  readonly directory: string;
  readonly modDirectory: string;
  readonly writeFolder: string;
  readonly builtin: readonly { readonly name: string; readonly version: string }[];
}

/** The result of `games`. */
export interface GamesResult {
  readonly games: readonly ListedGame[];
}

/**
 * The games on this machine.
 *
 * @throws FactorioLockError GAME_NOT_FOUND if the one that is named is not there
 */
export async function games(
  context: Context,
  options: { readonly game?: string | undefined } = {},
): Promise<GamesResult> {
  const found = await gamesHere(context, namedGame(context, options.game));
  return { games: found.map(listed) };
}

function listed({ version, build, origin, directory, modDirectory, writeFolder, builtins }: FoundGame): ListedGame {
  const builtin = builtins.map((mod) => ({ name: mod.name, version: mod.version }));
  return { version, kind: build, origin, directory, modDirectory, writeFolder, builtin };
}
