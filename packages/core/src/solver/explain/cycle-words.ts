import { listOf } from "../../text/list-of.ts";

/**
 * Says that mods wait for each other while loading, as a clause.
 *
 * @param names the cycle: each waits for the next, and the last for the first.
 * @param subjects the words for them in the sentence.
 */
export function cycleWords(names: readonly string[], subjects: readonly string[] = names): string {
  return names.length === 2
    ? `${listOf(subjects)} would each have to load before the other`
    : `${listOf(subjects)} would have to load in a circle: ${chainOf(names)}`;
}

/** The cycle from its first mod back to it: `a → b → a`. */
export function chainOf(names: readonly string[]): string {
  return [...names, ...names.slice(0, 1)].join(" → ");
}
