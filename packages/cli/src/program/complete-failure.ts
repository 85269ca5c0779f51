import { FactorioLockError } from "@factorio-lock/core";
import type { AnyArgs, CommandSpec, OptionSpec } from "../command/command.ts";
import { GLOBAL_OPTIONS } from "../command/global-flags.ts";
import { INSTALLING, RESOLVING } from "../command/shared-flags.ts";
import { type Step, stepsOf, suggestionOf } from "../modpack/suggestion.ts";

/** The global flags that say which modpack is meant, and where things are. */
const PLACES = ["cwd", "portal", "mod-directory", "cache-dir"];

/** The command that failed, as it was given. */
export interface Failed {
  readonly spec: CommandSpec;
  readonly args: AnyArgs;
}

/**
 * A failure whose commands say where: they are run where the failed command was, with its flags as far as they know them,
 * and install only where it would have. Source: contract section 5, `suggestions`.
 */
export function completeFailure(
  failure: FactorioLockError,
  failed: Failed,
  commands: readonly CommandSpec[],
): FactorioLockError {
  const { code, message, hint, explanation, suggestions, warnings, cause } = failure;
  const isOfImport = code === "MOD_NOT_FOUND" && failed.spec.words[0] === "import";
  if (code !== "NO_SOLUTION" && !isOfImport) return failure;
  const complete = (command: string) =>
    suggestionOf(stepsOf(command).map((step) => [...step, ...flagsFor(step, failed, commands)]));
  const completed = suggestions.flatMap((suggestion) => complete(suggestion) ?? []);
  const told = hint?.replace(/`(factorio-lock [^`]+)`/g, (all, command: string) => {
    const whole = complete(command);
    return whole === undefined ? all : `\`${whole}\``;
  });
  // A hint that speaks of suggestions says nothing without them.
  const isLost = suggestions.length > 0 && completed.length === 0;
  return new FactorioLockError(code, message, {
    explanation,
    suggestions: completed,
    warnings,
    ...(told === undefined || isLost ? {} : { hint: told }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The flags that a command needs beside its own words to do its part for the one that failed. */
function flagsFor(step: Step, failed: Failed, commands: readonly CommandSpec[]): string[] {
  const known = commands.find(({ words }) => words.every((word, at) => step[at] === word))?.options ?? [];
  const knows = (name: string) => known.some((option) => option.name === name);
  const isLookOnly = knows("no-install") && !installs(failed);
  const wanted: readonly OptionSpec[] = [
    ...GLOBAL_OPTIONS.filter(({ name }) => PLACES.includes(name)),
    ...[...RESOLVING, ...(isLookOnly ? [] : INSTALLING)].filter(({ name }) => knows(name)),
  ];
  const given = wanted.flatMap((option) => asGiven(option, failed.args));
  return isLookOnly ? [...given, "--no-install"] : given;
}

function asGiven({ name, value }: OptionSpec, args: AnyArgs): string[] {
  if (value === undefined) return args.flag(name) ? [`--${name}`] : [];
  const text = args.text(name);
  if (text === undefined) return [];
  return text.startsWith("-") ? [`--${name}=${text}`] : [`--${name}`, text];
}

/** Whether a command would have changed the mod directory. */
function installs({ spec, args }: Failed): boolean {
  const places = spec.options?.some(({ name }) => name === "copy") ?? false;
  return places && !["no-install", "no-lock", "dry-run"].some((name) => args.flag(name));
}
