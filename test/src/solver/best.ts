import type { Release, Selection } from "@factorio-lock/core";
import { type Case } from "./case.ts";
import { preferencesOf } from "./oracles.ts";
import { presentOf } from "./outcome.ts";
import { versionOf } from "./rules/candidates.ts";
import { SHIPPED } from "./rules/shipped.ts";
import { type Sat } from "./sat.ts";
import { violations } from "./validity.ts";
import { type Option, type World } from "./world.ts";

/**
 * The first of the manifest's mods that a better answer could have better, with the earlier ones as chosen; undefined
 * when the selection is the best. Checked with one question to SAT for each mod.
 */
export function improvement(given: Case, world: World, sat: Sat, selection: Selection): string | undefined {
  const versions = presentOf(selection);
  const fixed: { name: string; options: Option[] }[] = [];
  for (const { name, options } of preferencesOf(given, world)) {
    const at = options.findIndex((option) => SHIPPED.has(name) || option.packed === versions.get(name));
    if (at < 0) return `${name} is not among its options`;
    const better = options.slice(0, at);
    const answer = better.length > 0 ? sat.answer([...fixed, { name, options: better }]) : undefined;
    if (answer) return `${name} could be ${answer.get(name)?.version}`;
    fixed.push({ name, options: [options[at] as Option] });
  }
  return undefined;
}

/** The mods of a selection that could be newer with the rest unchanged, unless their lock holds them. */
export function raisable(given: Case, selection: Selection): string[] {
  const found: string[] = [];
  for (const { name, release } of selection.mods) {
    const locked = keptLock(given, name);
    if (locked && versionOf(locked) === versionOf(release)) continue;
    for (const newer of given.registry.get(name)?.releases ?? []) {
      if (versionOf(newer) <= versionOf(release)) continue;
      if (violations(given, replaced(selection, name, newer)).length === 0) found.push(`${name} ${newer.version.text}`);
    }
  }
  return found;
}

/** The locked release that the request wants to keep. */
export function keptLock({ request }: Case, name: string): Release | undefined {
  const freed = request.update === "all" || request.update?.includes(name);
  return freed || request.requirements.get(name)?.kind === "path" ? undefined : request.locked?.get(name);
}

/** The selection with another release of one mod. */
export function replaced(selection: Selection, name: string, release: Release): Selection {
  return { ...selection, mods: selection.mods.map((mod) => (mod.name === name ? { ...mod, release } : mod)) };
}
