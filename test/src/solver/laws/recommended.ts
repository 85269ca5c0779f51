import type { Selection } from "@factorio-lock/core";
import { expect } from "vitest";
import type { Answer } from "../answer.ts";
import { type Case } from "../case.ts";
import { presentOf } from "../outcome.ts";
import { stringsOf } from "../rules/candidates.ts";
import { demands, isClear, readEntry } from "../rules/entry.ts";
import { SHIPPED } from "../rules/shipped.ts";
import { encode, type Sat } from "../sat.ts";
import { type Law } from "../subject.ts";
import { type Option, type World, worldOf } from "../world.ts";

/** Recommended mods: R8. */
export const RECOMMENDED_LAWS: Readonly<Record<string, Law>> = {
  "a recommended mod is there wherever it fits, and nothing is lost for it (R8)": ({ given, outcome, core }) => {
    if (outcome.kind !== "solved" || core.kind !== "solved" || given.request.recommended === false) return;
    const { selection } = outcome;
    const full = presentOf(selection);
    const before = presentOf(core.selection);
    const wide = worldOf(given, true);
    for (const [name, packed] of before)
      expect(full.get(name) ?? -1, `${name} lost or older`).toBeGreaterThanOrEqual(packed);
    let sat: Sat | undefined;
    const fits = (name: string, floor: ReadonlyMap<string, number>) => {
      const recommendations = [...floor].map(([mod, low]) => ({ name: mod, options: optionsFrom(wide, mod, low) }));
      const own = wide.options.get(name) ?? [];
      if (own.length === 0) return false;
      // Some mod of the new answer must still recommend it.
      return [...floor.keys()].some((mod) => {
        const options = (wide.options.get(mod) ?? []).filter((option) => recommends(option, name));
        if (options.length === 0) return false;
        sat ??= encode(wide);
        const witness = sat.answer([...recommendations, { name: mod, options }, { name, options: own }]);
        return witness !== undefined && isUsed(witness, wide, floor.keys());
      });
    };
    for (const name of recommendedBy(given, selection)) {
      if (full.has(name)) continue;
      expect(fits(name, full), `${name} would fit`).toBe(false);
      const reported = selection.warnings.some((warning) => warning.mod === name);
      if (!SHIPPED.has(name)) expect(reported, `a warning about ${name}`).toBe(true);
    }
    const first = recommendedBy(given, core.selection).filter((name) => !before.has(name))[0];
    if (first && !given.request.locked && fits(first, before))
      expect(full.has(first), `${first} comes first`).toBe(true);
  },

  "refused recommended mods stay out, and there are no warnings about them (R8)": ({ given, outcome, core }) => {
    for (const one of [outcome, core]) {
      if (one.kind !== "solved") continue;
      const refused = [...given.request.requirements]
        .filter(([, { kind }]) => kind === "refused")
        .map(([name]) => name);
      for (const name of refused) expect(presentOf(one.selection).has(name)).toBe(false);
      const missing = one === core ? recommendedBy(given, core.selection) : refused;
      for (const name of missing) {
        const about = one.selection.warnings.filter(({ mod, code }) => mod === name && /RECOMMEND/.test(code));
        expect(about, `warnings about ${name}`).toEqual([]);
      }
    }
  },
};

/**
 * Whether an answer still has a use for mods: what it must keep may have been raised to a release that needs them no
 * longer, and then it is no answer (R10).
 */
function isUsed(answer: Answer, world: World, names: Iterable<string>): boolean {
  const used = new Set<string>();
  const open = ["base", ...world.roots.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const option = answer.get(name);
    if (!option || used.has(name)) continue;
    used.add(name);
    for (const entry of option.dependencies) if (demands(entry) || entry.sign === "+") open.push(entry.name);
  }
  return [...names].every((name) => used.has(name));
}

function optionsFrom(world: World, name: string, low: number): Option[] {
  return (world.options.get(name) ?? []).filter(({ packed }) => packed >= low);
}

function recommendedBy({ request }: Case, { mods }: Selection): string[] {
  const names = mods.flatMap(({ release }) =>
    stringsOf(release)
      .map(readEntry)
      .flatMap((read) => (isClear(read) && read.sign === "+" ? [read.name] : [])),
  );
  return [...new Set(names)].filter((name) => request.requirements.get(name)?.kind !== "refused").sort();
}

function recommends({ dependencies }: Option, name: string): boolean {
  return dependencies.some((entry) => entry.sign === "+" && entry.name === name);
}
