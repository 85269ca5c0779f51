import type { Requirements } from "@factorio-lock/core";
import { type Step, stepsOf, suggestionOf } from "../../modpack/suggestion.ts";
import type { AskedMod } from "./asked-mod.ts";

/**
 * The solver's suggestions as commands that add the mods, too. The solver speaks of the manifest with the mods in it, which
 * is not on disk. Where no change of what is there helps: adding fewer of the mods, or others of their releases.
 *
 * @param onDisk what the manifest asks for without the added mods.
 */
export function addSuggestions(
  suggestions: readonly string[],
  asked: readonly AskedMod[],
  onDisk: Requirements,
): readonly string[] {
  const steps = suggestions.map(stepsOf);
  const whole = steps
    .filter((all) => all.every((step) => isFree(step, asked, onDisk)))
    .map((all) => withAdd(all, asked.map(asTyped)));
  const fewer = steps.map((all) => otherAdd(all, asked));
  return (whole.length > 0 ? whole : fewer).flatMap((all) => (all && suggestionOf(all)) ?? []);
}

/** Whether a command can be run now, and leaves alone what is asked for of the mods that are added. */
function isFree([verb, ...words]: Step, asked: readonly AskedMod[], onDisk: Requirements): boolean {
  if (verb === "remove") return words.every((name) => onDisk.has(name) && !asked.some((mod) => mod.name === name));
  if (verb !== "add") return true;
  return words.every((word) => asked.every(({ name, range }) => name !== nameIn(word) || range === undefined));
}

/** The commands, and then the mods are added: by the last of them, where that adds. */
function withAdd(steps: readonly Step[], mods: readonly string[]): Step[] {
  const last = steps.at(-1);
  if (last?.[0] !== "add") return [...steps, ["add", ...mods]];
  const named = new Set(last.slice(1).map(nameIn));
  return [...steps.slice(0, -1), [...last, ...mods.filter((mod) => !named.has(nameIn(mod)))]];
}

/** The same `add` without a mod that was suggested to be removed, or with the range that was suggested for one. */
function otherAdd([step, ...more]: readonly Step[], asked: readonly AskedMod[]): Step[] | undefined {
  const [verb, ...words] = step ?? [];
  if (more.length > 0 || !words.every((word) => asked.some(({ name }) => name === nameIn(word)))) return undefined;
  if (verb === "add") return withAdd([["add", ...words]], asked.map(asTyped));
  const left = asked.filter(({ name }) => !words.includes(name));
  return verb === "remove" && left.length > 0 ? [["add", ...left.map(asTyped)]] : undefined;
}

function asTyped({ name, range }: AskedMod): string {
  return range === undefined ? name : `${name}@${range}`;
}

function nameIn(word: string): string {
  return word.split("@", 1)[0] as string;
}
