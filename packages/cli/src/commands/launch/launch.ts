import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FactorioLockError, type Lockfile, type Warning } from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import { usageError } from "../../command/usage-error.ts";
import type { PlaceOptions } from "../../modpack/place-options.ts";
import { chooseGame } from "../../modpack/play/choose-game.ts";
import { changesBetween, takeSnapshot } from "../../modpack/play/directory-changes.ts";
import { prepareInstance } from "../../modpack/play/instance.ts";
import { gamePath, invocationOf } from "../../modpack/play/invocation.ts";
import { type RunOptions, runGame } from "../../modpack/play/run-game.ts";
import { gatherFacts, type SolveOptions } from "../../modpack/solve.ts";
import { reasonsOf } from "../../modpack/stale.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { displayPath, findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { lockedTarget, openProject } from "../../project/project.ts";
import { install } from "../install/install.ts";
import type { LaunchResult } from "./result.ts";

/** The options of `launch`. */
export interface LaunchOptions
  extends Omit<SolveOptions, "game">,
    PlaceOptions,
    Pick<RunOptions, "output" | "takeSignals" | "sharesTerminal"> {
  /** The game's folder. Absolute. */
  readonly game?: string | undefined;
  /** The save of a server. Absolute. */
  readonly server?: string | undefined;
  /** The folder in which the game keeps what it writes. Absolute. */
  readonly instance?: string | undefined;
  /** Further arguments for the game. */
  readonly args: readonly string[];
  /** Called with the game that is about to run. */
  onStart?(game: FoundGame): void;
}

/** Arguments that `launch` itself gives to the game. */
const RESERVED = ["--mod-directory", "-c", "--config", "--start-server"];

/** A Steam game that ends within this time may have been restarted by Steam. */
const RESTART_LIMIT_MS = 15_000;

/** How long to wait for the second start of such a game. */
const RESTART_WAIT_MS = 3000;

/**
 * Installs what is missing, starts a game with the mod directory and waits until it ends.
 *
 * @throws FactorioLockError GAME_NOT_FOUND, GAME_MISMATCH; what `install` throws; FAILED if the game cannot be started
 */
export async function launch(context: Context, options: LaunchOptions): Promise<LaunchResult> {
  refuseReserved(options);
  const server = options.server !== undefined;
  const wish = { game: options.game, server };
  const frozen = findUpward(context.cwd, MANIFEST_NAME) === undefined;
  const { game: _, ...rest } = options;
  const known = await readLock(await lockedTarget(context));
  // A modpack without a fitting game stays unchanged. An up-to-date lockfile shows that before the folder is locked.
  if (known && !known.conflicted && (frozen || !(await isStale(context, known.lockfile, rest)))) {
    await chooseGame(context, known.lockfile, wish);
  }
  const chosen: { game?: FoundGame } = {};
  const installed = await install(context, {
    ...rest,
    frozen,
    approve: async (lockfile) => {
      chosen.game = await chooseGame(context, lockfile, wish);
    },
  });
  const { game } = chosen;
  if (!game) throw new Error("installed without a game");
  const { root, modDirectory } = await lockedTarget(context);
  const args = await argumentsOf(context, game, modDirectory, options);
  const invocation = invocationOf(context, game, args);
  const writeFolder = options.instance ?? game.writeFolder;
  const gameLock = join(writeFolder, ".lock");
  const before = takeSnapshot(modDirectory);
  options.onStart?.(game);
  const ended = await runGame(invocation, { cwd: root, ...runOptionsOf(options), signal: context.signal });
  const warnings = [...installed.warnings, ...invocation.warnings];
  const attached = invocation.attached && !(await wasRestarted(context, ended, gameLock, warnings));
  const changes = invocation.attached ? changesBetween(before, takeSnapshot(modDirectory)) : undefined;
  return {
    game: { version: game.version, kind: game.build, directory: game.directory },
    modDirectory: displayPath(root, modDirectory),
    exitCode: attached ? ended.code : null,
    changes: changes ?? null,
    warnings,
  };
}

async function isStale(context: Context, lockfile: Lockfile, options: SolveOptions): Promise<boolean> {
  const project = await openProject(context);
  return reasonsOf(project.manifest, lockfile, await gatherFacts(project, options)).length > 0;
}

function runOptionsOf({ output, takeSignals, sharesTerminal }: LaunchOptions): Omit<RunOptions, "cwd"> {
  return {
    output,
    ...(takeSignals ? { takeSignals } : {}),
    ...(sharesTerminal === undefined ? {} : { sharesTerminal }),
  };
}

function refuseReserved({ args, server }: LaunchOptions): void {
  const taken = args.find((arg) => RESERVED.includes(arg.split("=")[0] ?? ""));
  if (taken === "-c" || taken === "--config") throw usageError(`${taken} is given by --instance DIR.`);
  if (taken === "--start-server") throw usageError("--start-server is given by --server SAVE.");
  if (taken !== undefined)
    throw usageError(
      `${taken} is given to the game already: the mod directory of this modpack.`,
      "`factorio-lock launch --mod-directory DIR` names another.",
    );
  if (server === undefined || statSync(server, { throwIfNoEntry: false })?.isFile()) return;
  throw new FactorioLockError("FAILED", `There is no save ${server}.`, {
    hint: "--server takes a save, a zip; `factorio --create FILE` of the game makes a new one.",
  });
}

async function argumentsOf(
  context: Context,
  game: FoundGame,
  modDirectory: string,
  options: LaunchOptions,
): Promise<string[]> {
  const path = (own: string) => gamePath(context, game, own);
  const config =
    options.instance === undefined ? [] : ["-c", path(await prepareInstance(context, game, options.instance))];
  const server = options.server === undefined ? [] : ["--start-server", path(options.server)];
  return ["--mod-directory", path(modDirectory), ...config, ...server, ...options.args];
}

/**
 * Whether Steam restarted the game: a Steam game that Steam did not start ends at once, and Steam starts it again. If so,
 * waits until the second game has removed its lock file.
 */
async function wasRestarted(
  context: Context,
  { code, milliseconds }: { readonly code: number; readonly milliseconds: number },
  gameLock: string,
  warnings: Warning[],
): Promise<boolean> {
  if (code !== 0 || milliseconds > RESTART_LIMIT_MS) return false;
  for (let waited = 0; !existsSync(gameLock); waited += 100) {
    if (waited >= RESTART_WAIT_MS || context.signal.aborted) return false;
    await sleep(100);
  }
  warnings.push({
    code: "GAME_RESTARTED",
    message:
      "The game ended at once and was started again by Steam: its exit code is unknown, and signals do not reach it.",
  });
  while (existsSync(gameLock) && !context.signal.aborted) await sleep(200);
  return true;
}
