import { FactorioLockError } from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import { gamesHere, lockedGameHere, namedGame } from "../../modpack/games.ts";
import { gameMismatch, misfitOf } from "../../modpack/play/game-fit.ts";
import { judge, type LoadProblem } from "../../modpack/play/rules.ts";
import { openTrial } from "../../modpack/play/trial.ts";
import { type Loading, loadInGame } from "../../modpack/play/trial-start.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { displayPath } from "../../project/place.ts";
import { lockedTarget } from "../../project/project.ts";
import type { CheckResult } from "./result.ts";

/** The options of `check`. */
export interface CheckOptions {
  /** The game's folder. Absolute. */
  readonly game?: string | undefined;
  /** How long a game may take to load, in seconds. */
  readonly timeout?: number | undefined;
}

/** The result, and the failure if the game would not load it. */
export interface Checked {
  readonly result: CheckResult;
  readonly failure: FactorioLockError | undefined;
}

const TIMEOUT_SECONDS = 300;

/**
 * Checks that the game would load the mod directory, and exactly the locked mods.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, GAME_NOT_FOUND, GAME_MISMATCH, NOT_TRUSTED, FAILED
 */
export async function check(context: Context, options: CheckOptions = {}): Promise<Checked> {
  const target = await lockedTarget(context);
  await admitModDirectory(context, target);
  const { lockfile } = await demandLock(target);
  const { root, modDirectory } = target;
  const named = namedGame(context, options.game);
  const game: FoundGame | undefined =
    named !== undefined
      ? (await gamesHere(context, named))[0]
      : lockfile.game && (await lockedGameHere(context, lockfile.game));
  const misfit = game && misfitOf(lockfile, game);
  if (game && misfit) throw gameMismatch([[game, misfit]]);
  const { order, problems, set, builtins } = await judge(modDirectory, lockfile, game, context.signal);
  let loading: Loading | undefined;
  if (game) {
    const trial = openTrial(context, modDirectory);
    try {
      const list = [
        ...builtins.map((name) => ({ name, enabled: set.present.has(name) })),
        ...[...set.mods.values()].map(({ name, version }) => ({ name, enabled: true, version: version.text })),
      ];
      await trial.set(
        [...set.mods.values()].map(({ file }) => file),
        list,
      );
      loading = await loadInGame(context, game, trial, (options.timeout ?? TIMEOUT_SECONDS) * 1000);
    } finally {
      trial.close();
    }
  }
  const directory = displayPath(root, modDirectory);
  const loads = problems.length === 0 && loading?.loaded !== false;
  const result = {
    directory,
    loads,
    order,
    problems,
    game: loading && game ? { ...loading, version: game.version, directory: game.directory } : null,
  };
  return {
    result,
    failure: loads ? undefined : failureOf(directory, problems, loading, options.timeout ?? TIMEOUT_SECONDS),
  };
}

function failureOf(
  directory: string,
  problems: readonly LoadProblem[],
  loading: Loading | undefined,
  timeout: number,
): FactorioLockError {
  if (problems.length === 0 && loading) {
    const message = loading.timedOut
      ? `The game did not finish loading ${directory}/ within ${timeout} seconds.`
      : `The game does not load ${directory}/: it ended with ${loading.exitCode}.`;
    const hint = loading.timedOut
      ? "give it more time by --timeout SECONDS, or find the mod at fault by `factorio-lock bisect`."
      : "`factorio-lock bisect` finds the mod at fault.";
    return new FactorioLockError("VERIFY_FAILED", message, { explanation: loading.said, hint });
  }
  const isFixedByInstall = problems.every(({ problem }) =>
    ["missing", "other-version", "off", "unlocked", "needs", "needs-version"].includes(problem),
  );
  return new FactorioLockError("VERIFY_FAILED", `The game would not load ${directory}/ as it is locked.`, {
    hint: isFixedByInstall
      ? "`factorio-lock install` puts it right."
      : "`factorio-lock verify` lists the files that differ from the locked ones; `factorio-lock install` replaces them.",
  });
}
