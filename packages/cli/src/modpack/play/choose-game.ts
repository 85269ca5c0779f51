import { compareVersions, FactorioLockError, type Lockfile, parseVersion } from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";
import { gamesHere, lockedGameHere, namedGame } from "../games.ts";
import { gameMismatch, type Misfit, misfitOf } from "./game-fit.ts";

/** Which game is asked for. */
export interface GameChoice {
  /** The folder of `--game`. Absolute. */
  readonly game?: string | undefined;
  /** Whether it is to run as a server. */
  readonly server: boolean;
}

/**
 * Chooses the game to start for a lockfile: the one that is named, else the locked one (a headless one only for a server),
 * else the newest on this machine that fits. For a server, headless games are preferred.
 *
 * @throws FactorioLockError GAME_NOT_FOUND, GAME_MISMATCH
 */
export async function chooseGame(
  context: Context,
  lockfile: Lockfile,
  { game, server }: GameChoice,
): Promise<FoundGame> {
  const named = namedGame(context, game);
  // A server starts the locked game even if FACTORIO_GAME names another; only --game overrides it.
  const locked = game === undefined && (server || named === undefined) ? lockfile.game : undefined;
  if (locked && (server || locked.build !== "headless")) {
    const here = await lockedGameHere(context, locked);
    if (here) return here;
    throw new FactorioLockError(
      "GAME_NOT_FOUND",
      `Factorio ${locked.version.text} (${locked.build}), which mods.lock names, is not on this machine.`,
      {
        hint: "`factorio-lock games install` fetches it; --game DIR names another.",
      },
    );
  }
  const games = await gamesHere(context, named);
  if (games.length === 0) throw gameNotFound(server);
  const judged = games.map((one): readonly [FoundGame, Misfit | undefined] => [
    one,
    misfitOf(lockfile, one) ?? headlessMisfit(one, server, named),
  ]);
  const serving = judged.flatMap(([one, misfit]) => (misfit ? [] : [one]));
  const best = serving.toSorted((a, b) => rank(b, server) - rank(a, server) || newer(a, b))[0];
  if (best) return best;
  const others = named === undefined ? [] : await gamesHere({ ...context, env: {} }, undefined).catch(() => []);
  const other = others.find((one) => !misfitOf(lockfile, one) && !headlessMisfit(one, server, undefined));
  throw gameMismatch(judged as readonly (readonly [FoundGame, Misfit])[], other);
}

/** A headless game fits only a server, unless it is named. */
function headlessMisfit({ build }: FoundGame, server: boolean, named: string | undefined): Misfit | undefined {
  return build === "headless" && !server && named === undefined ? { kind: "headless" } : undefined;
}

function rank({ build, foreign, origin }: FoundGame, server: boolean): number {
  return (server && build === "headless" ? 2 : 0) + (foreign || origin === "flatpak" ? 0 : 1);
}

function newer(a: FoundGame, b: FoundGame): number {
  const [left, right] = [parseVersion(a.version), parseVersion(b.version)];
  return left && right ? compareVersions(right, left) : 0;
}

function gameNotFound(server: boolean): FactorioLockError {
  return new FactorioLockError("GAME_NOT_FOUND", "No Factorio was found on this machine.", {
    hint: server
      ? "`factorio-lock games install` fetches a server, which needs no account; --game DIR or FACTORIO_GAME names one that is elsewhere."
      : "name the folder that it is installed in, the one with bin and data, by --game DIR or FACTORIO_GAME.",
  });
}
