import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundGame } from "@factorio-lock/game";
import type { Context } from "../../project/context.ts";
import { prepareInstance } from "./instance.ts";
import { gamePath, invocationOf } from "./invocation.ts";
import { runGame } from "./run-game.ts";
import type { Trial } from "./trial.ts";

/** The outcome of loading a mod directory in a game. */
export interface Loading {
  /** Whether it loaded to the end. */
  readonly loaded: boolean;
  /** The mods that it named while loading, in its order, `core` left out. */
  readonly order: readonly { readonly name: string; readonly version: string }[];
  /** The lines of its log that say why it did not, at most ten. */
  readonly said: readonly string[];
  readonly exitCode: number;
  readonly timedOut: boolean;
}

const LOADING = /^\s*\d+\.\d+ Loading mod (.{1,100}) (\d+\.\d+(?:\.\d+)?) \(data\.lua\)\s*$/;
const ERROR = /^\s*\d+\.\d+ (?:Error|Failed)\b/;

/**
 * Loads a trial's mod directory in a game, headless and with a write folder of its own, and reads its log.
 *
 * @throws FactorioLockError FAILED if it cannot be started
 */
export async function loadInGame(context: Context, game: FoundGame, trial: Trial, limitMs: number): Promise<Loading> {
  const instance = join(trial.folder, "instance");
  const path = (own: string) => gamePath(context, game, own);
  const config = await prepareInstance(context, game, instance);
  const args = [
    "--mod-directory",
    path(trial.modDirectory),
    "-c",
    path(config),
    "--create",
    path(join(instance, "saves", "check.zip")),
  ];
  const invocation = { ...invocationOf(context, { ...game, origin: game.origin === "wsl" ? "wsl" : "named" }, args) };
  const { code, output, timedOut } = await runGame(invocation, {
    cwd: trial.folder,
    output: "captured",
    signal: context.signal,
    limitMs,
  });
  context.signal.throwIfAborted();
  const rows = [...new Set([...output.split("\n"), ...logOf(instance)])];
  const order = rows.flatMap((row) => {
    const [, name, version] = LOADING.exec(row) ?? [];
    return name === undefined || version === undefined || name === "core" ? [] : [{ name, version }];
  });
  const said = rows.filter((row) => ERROR.test(row)).map((row) => row.trim().slice(0, 400));
  return { loaded: code === 0 && !timedOut, order, said: said.slice(0, 10), exitCode: code, timedOut };
}

function logOf(instance: string): string[] {
  try {
    return readFileSync(join(instance, "factorio-current.log"), "utf8").split("\n");
  } catch {
    return [];
  }
}
