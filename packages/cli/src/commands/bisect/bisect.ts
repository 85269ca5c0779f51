import { FactorioLockError, isDemand } from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import { usageError } from "../../command/usage-error.ts";
import { chooseGame } from "../../modpack/play/choose-game.ts";
import { familiesOf, findCulprits } from "../../modpack/play/culprits.ts";
import { gamePath, invocationOf } from "../../modpack/play/invocation.ts";
import { judge, type Verdict } from "../../modpack/play/rules.ts";
import { type RunOptions, runGame } from "../../modpack/play/run-game.ts";
import { openTrial, type Trial } from "../../modpack/play/trial.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Ask, Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { lockedTarget } from "../../project/project.ts";
import type { BisectResult } from "./result.ts";

/** The options of `bisect`. */
export interface BisectOptions extends Pick<RunOptions, "sharesTerminal"> {
  /** The game's folder. Absolute. */
  readonly game?: string | undefined;
  /** The command and its arguments; empty to start the game and ask. */
  readonly command: readonly string[];
  /** Where a command's output goes. */
  readonly output: "inherit" | "stderr";
}

/**
 * Finds the mods that break the game. The tries use a mod directory of their own.
 *
 * @throws FactorioLockError FAILED if nothing is broken with all mods, or something is broken even without any;
 *   VERIFY_FAILED if the mod directory is not as locked; USAGE without a command if there is no terminal to ask on
 */
export async function bisect(context: Context, options: BisectOptions): Promise<BisectResult> {
  const { command } = options;
  const { ask } = context;
  if (command.length === 0 && !ask) {
    throw usageError(
      "The game cannot be judged by `bisect` itself: it asks after each try, and nobody is here to answer.",
      "run it in a terminal, or let a command judge: `factorio-lock bisect -- COMMAND`.",
    );
  }
  const target = await lockedTarget(context);
  await admitModDirectory(context, target);
  const { lockfile } = await demandLock(target);
  const game =
    command.length === 0 ? await chooseGame(context, lockfile, { game: options.game, server: false }) : undefined;
  const verdict = await judge(target.modDirectory, lockfile, game, context.signal);
  const [problem] = verdict.problems;
  if (problem) {
    throw new FactorioLockError("VERIFY_FAILED", `The mod directory is not what is locked: ${problem.message}`, {
      hint: "run `factorio-lock install` first; `factorio-lock check` lists everything that is wrong.",
    });
  }
  const { mods, present } = verdict.set;
  const needs = new Map([...mods.keys()].map((name) => [name, requiredMods(verdict, name)] as const));
  const families = familiesOf(needs);
  const trial = openTrial(context, target.modDirectory);
  let tries = 0;
  try {
    const found = await findCulprits(families.order, families.needs, async (heads) => {
      context.signal.throwIfAborted();
      const names = new Set([...heads].flatMap((head) => families.members.get(head) ?? []));
      tries += 1;
      await fillTrial(trial, verdict, names);
      context.onEvent({ kind: "note", text: `Try ${tries}: ${names.size} of ${mods.size} mods.` });
      const broken =
        game && ask
          ? await playAndAsk(context, game, trial, options, ask)
          : await runCommand(context, trial, options, target.root);
      context.onEvent({ kind: "note", text: broken ? "  broken" : "  sound" });
      return broken;
    });
    if (found.kind !== "found") throw nothingFound(found.kind, command.length > 0);
    const names = found.culprits.flatMap((head) => families.members.get(head) ?? []);
    const culprits = names.map((name) => ({ name, version: present.get(name)?.version ?? "" }));
    return { culprits, tries, mods: mods.size, warnings: [] };
  } finally {
    trial.close();
  }
}

/** The mods that a mod requires, without builtin mods, which every try leaves as they are. */
function requiredMods({ set: { mods, present } }: Verdict, name: string): string[] {
  const dependencies = present.get(name)?.dependencies ?? [];
  return dependencies.flatMap((dependency) =>
    isDemand(dependency.kind) && mods.has(dependency.name) && dependency.name !== name ? [dependency.name] : [],
  );
}

/** Fills a trial's mod directory with these mods, enabled, and no others. */
async function fillTrial(
  trial: Trial,
  { set: { mods, present }, builtins }: Verdict,
  names: ReadonlySet<string>,
): Promise<void> {
  const chosen = [...mods.values()].filter(({ name }) => names.has(name));
  const list = [
    ...builtins.map((name) => ({ name, enabled: present.has(name) })),
    ...chosen.map(({ name, version }) => ({ name, enabled: true, version: version.text })),
  ];
  await trial.set(
    chosen.map(({ file }) => file),
    list,
  );
}

async function runCommand(
  context: Context,
  trial: Trial,
  { command, output, sharesTerminal }: BisectOptions,
  cwd: string,
): Promise<boolean> {
  const [file = "", ...args] = command;
  const env = { ...context.env, FACTORIO_MOD_DIRECTORY: trial.modDirectory };
  const shares = sharesTerminal === undefined ? {} : { sharesTerminal };
  const { code } = await runGame({ file, args, env }, { cwd, output, signal: context.signal, ...shares });
  context.signal.throwIfAborted();
  return code !== 0;
}

async function playAndAsk(
  context: Context,
  game: FoundGame,
  trial: Trial,
  { output }: BisectOptions,
  ask: Ask,
): Promise<boolean> {
  const invocation = invocationOf(context, game, ["--mod-directory", gamePath(context, game, trial.modDirectory)]);
  const { code } = await runGame(invocation, { cwd: trial.folder, output, signal: context.signal });
  context.signal.throwIfAborted();
  const isLikely = code !== 0;
  return ask.confirm("Was the game broken?", { yes: "Yes, broken", no: "No, all was well", initial: isLikely });
}

function nothingFound(kind: "sound" | "without-mods", byCommand: boolean): FactorioLockError {
  const judge = byCommand ? "the command ended with 0" : "all was well";
  return kind === "sound"
    ? new FactorioLockError("FAILED", `Nothing is broken with all mods: ${judge}.`, {
        hint: byCommand
          ? "the command has to exit with another code than 0 if the game is broken; the mod directory is in FACTORIO_MOD_DIRECTORY."
          : "try what broke it again, with all mods, by `factorio-lock launch`.",
      })
    : new FactorioLockError("FAILED", "It is also broken without any mod: no mod is at fault.", {
        hint: byCommand
          ? "check the command: it has to exit with code 0 if the game is sound."
          : "look at the game itself: its log is factorio-current.log.",
      });
}
