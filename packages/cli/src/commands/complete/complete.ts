import type { CommandSpec, OptionSpec, Words } from "../../command/command.ts";
import { GLOBAL_OPTIONS } from "../../command/global-flags.ts";
import { withMetadata } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { findUpward, LOCKFILE_NAME, placeAt } from "../../project/place.ts";
import type { Completion } from "./result.ts";

/** The maximum number of completions: more would only slow down the shell. */
const MAX_COMPLETIONS = 500;

/**
 * Completes the last word of a command line: commands, flags, values, mod names of the lockfile and the
 * cache. Uses no network. If a path is expected, the answer is empty, so that the shell offers files.
 *
 * @param words the words after the program's name; the last is the one to complete, empty if it is not begun.
 */
export async function complete(
  context: Context,
  commands: readonly CommandSpec[],
  words: readonly string[],
): Promise<Completion[]> {
  const prefix = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const spec = commandOf(commands, before);
  const options = [...GLOBAL_OPTIONS, ...(spec?.options ?? [])];
  const pending = valueFlag(options, before.at(-1));
  const all = pending
    ? await wordsFor(context, pending.words)
    : prefix.startsWith("-")
      ? options.map(({ name, summary }) => ({ word: `--${name}`, summary }))
      : spec
        ? await wordsFor(context, positionalAt(spec, before, options))
        : nextWords(commands, withoutFlags(before, options));
  return all.filter(({ word }) => word.startsWith(prefix)).slice(0, MAX_COMPLETIONS);
}

function commandOf(commands: readonly CommandSpec[], before: readonly string[]): CommandSpec | undefined {
  const plain = withoutFlags(before, GLOBAL_OPTIONS);
  return commands.find(({ words }) => words.every((word, at) => plain[at] === word));
}

/** The words without flags and their values. */
function withoutFlags(words: readonly string[], options: readonly OptionSpec[]): string[] {
  return words.filter((word, at) => !word.startsWith("-") && !valueFlag(options, words[at - 1]));
}

/** The flag that a word names, if it takes a value. */
function valueFlag(options: readonly OptionSpec[], word: string | undefined): OptionSpec | undefined {
  if (word === undefined || !word.startsWith("-")) return undefined;
  const name = word.replace(/^--?/, "");
  return options.find((option) => option.value !== undefined && (option.name === name || option.alias === name));
}

function positionalAt(spec: CommandSpec, before: readonly string[], options: readonly OptionSpec[]): Words | undefined {
  const typed = withoutFlags(before, options);
  const at = typed.length - spec.words.length;
  const positionals = spec.positionals ?? [];
  const last = positionals.at(-1);
  const positional = positionals[at] ?? (last?.many ? last : undefined);
  return positional?.wordsAfter?.get(typed.at(-1) ?? "") ?? positional?.words;
}

function nextWords(commands: readonly CommandSpec[], typed: readonly string[]): Completion[] {
  const next = new Map<string, string>();
  for (const { words, summary, hidden } of commands) {
    if (hidden || words.length <= typed.length || !typed.every((word, at) => words[at] === word)) continue;
    const word = words[typed.length] as string;
    next.set(word, words.length === typed.length + 1 ? summary : `${word} …`);
  }
  return [...next].map(([word, summary]) => ({ word, summary }));
}

async function wordsFor(context: Context, words: Words | undefined): Promise<Completion[]> {
  if (words === undefined || words === "files" || words === "folders") return [];
  if (words === "locked-mods") return lockedMods(context);
  if (words !== "known-mods") return words.map((word) => ({ word, summary: "" }));
  const known = await withMetadata(context, { offline: true }, async (metadata) => metadata.names()).catch(() => []);
  const locked = await lockedMods(context);
  const names = new Set(locked.map(({ word }) => word));
  return [...locked, ...known.filter((name) => !names.has(name)).map((word) => ({ word, summary: "" }))];
}

async function lockedMods(context: Context): Promise<Completion[]> {
  const root = findUpward(context.cwd, LOCKFILE_NAME);
  const lock = root === undefined ? undefined : await readLock(placeAt(root)).catch(() => undefined);
  return [...(lock?.lockfile.mods ?? [])].map(([word, { version }]) => ({ word, summary: version.text }));
}
