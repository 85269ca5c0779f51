import type { Requirements } from "@factorio-lock/core";
import type { AskedMod } from "./asked-mod.ts";
import { type Step, stepsOf, suggestionOf } from "./suggestion.ts";

/** What to tell someone whose `add` has no answer. */
export interface AddHelp {
  /** Commands after which the same `add` succeeds as it was typed. */
  readonly suggestions: readonly string[];
  /** Another `add` that would do, where no such command is there. */
  readonly hint?: string;
}

/**
 * Sorts the solver's suggestions for someone who adds mods. They speak of the manifest with the mods in it; that manifest
 * is not on disk, and what `add` itself asks for it would ask for again.
 *
 * @param onDisk what the manifest asks for without the added mods.
 */
export function addHelp(suggestions: readonly string[], asked: readonly AskedMod[], onDisk: Requirements): AddHelp {
  const helping = helpingNow(suggestions, asked, onDisk);
  if (helping.length > 0) return { suggestions: helping };
  const instead = suggestions.map((command) => otherAdd(command, asked)).find((command) => command !== undefined);
  return instead === undefined ? { suggestions: [] } : { suggestions: [], hint: `\`${instead}\` would do.` };
}

/** Those that can be run before the mods are added again, and still help then. */
export function helpingNow(
  suggestions: readonly string[],
  asked: readonly AskedMod[],
  onDisk: Requirements,
): readonly string[] {
  return suggestions.filter((command) => stepsOf(command).every((step) => helps(step, asked, onDisk)));
}

/** Whether a command can be run now, and what it changes is still so when the mods are added again. */
function helps([verb, ...words]: Step, asked: readonly AskedMod[], onDisk: Requirements): boolean {
  if (verb === "remove") return words.every((name) => onDisk.has(name) && !asked.some((mod) => mod.name === name));
  if (verb !== "add") return true;
  return words.every((word) => asked.every(({ name, range }) => name !== nameIn(word) || range === undefined));
}

/** The same `add` without a mod that was suggested to be removed, or with the range that was suggested for one. */
function otherAdd(command: string, asked: readonly AskedMod[]): string | undefined {
  const [[verb, ...words] = [], ...more] = stepsOf(command);
  if (more.length > 0 || !words.every((word) => asked.some(({ name }) => name === nameIn(word)))) return undefined;
  const left = verb === "remove" ? asked.filter(({ name }) => !words.includes(name)) : asked;
  if ((verb !== "add" && verb !== "remove") || left.length === 0) return undefined;
  const added = left.map((mod) => words.find((word) => nameIn(word) === mod.name && verb === "add") ?? asTyped(mod));
  return suggestionOf([["add", ...added]]);
}

function asTyped({ name, range }: AskedMod): string {
  return range === undefined ? name : `${name}@${range}`;
}

function nameIn(word: string): string {
  return word.split("@", 1)[0] as string;
}
