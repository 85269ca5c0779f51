import type { FactorioLockError } from "@factorio-lock/core";
import type { AnyArgs, CommandSpec, OptionSpec } from "../command/command.ts";
import { GLOBAL_OPTIONS } from "../command/global-flags.ts";
import { INSTALLING, RESOLVING } from "../command/shared-flags.ts";
import { commandFor, shellCommand, type Words } from "../modpack/suggestion.ts";

/** The global flags that select the modpack and other places. */
const PLACES = ["cwd", "portal", "mod-directory", "cache-dir"];

/** The command that failed, as it was given. */
export interface Failed {
  readonly spec: CommandSpec;
  readonly args: AnyArgs;
}

/**
 * Adds the commands to a failure that carry out its remedies: for the same modpack, with the failed command's flags as far
 * as they have them, and installing only if it would have. Source: docs/commands.md, "JSON".
 */
export function completeFailure(
  failure: FactorioLockError,
  failed: Failed,
  commands: readonly CommandSpec[],
): FactorioLockError {
  const { remedies, hint } = failure;
  if (remedies.length === 0) return failure;
  const suggestions = remedies.flatMap((changes) => {
    const words = failed.spec.again ? preparation(commandFor(changes)) : replacement(failed, commandFor(changes));
    return shellCommand([...words, ...flagsFor(words, failed, commands)]) ?? [];
  });
  // A hint that refers to suggestions makes no sense without them.
  return failure.withDetails({ suggestions, hint: suggestions.length > 0 ? hint : undefined });
}

/** The command that only writes the manifest, for a failed command that is run again afterwards. */
function preparation([verb, ...words]: Words): Words {
  return [verb as string, ...words, ...(verb === "set" ? [] : ["--no-lock"])];
}

/** The command that replaces the failed one. `set` cannot replace `edit`, because it neither locks nor installs. */
function replacement({ spec }: Failed, words: Words): Words {
  const [verb, key, value] = words;
  return spec.words[0] === "edit" && verb === "set" ? ["edit", "--set", `${key}=${value}`] : words;
}

/** The flags of the failed command that a suggested one takes over. */
function flagsFor(step: Words, failed: Failed, commands: readonly CommandSpec[]): string[] {
  const known = commands.find(({ words }) => words.every((word, at) => step[at] === word))?.options ?? [];
  const hasOption = (name: string) => known.some((option) => option.name === name);
  const skipsInstall = hasOption("no-install") && !step.includes("--no-lock") && !installs(failed);
  const wanted: readonly OptionSpec[] = [
    ...GLOBAL_OPTIONS.filter(({ name }) => PLACES.includes(name)),
    ...[...RESOLVING, ...(skipsInstall ? [] : INSTALLING)].filter(({ name }) => hasOption(name)),
  ];
  const given = wanted.flatMap((option) => flagWords(option, failed.args));
  return skipsInstall ? [...given, "--no-install"] : given;
}

function flagWords({ name, value }: OptionSpec, args: AnyArgs): string[] {
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
