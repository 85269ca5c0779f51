import { manifestPreferences, type Preference } from "./answer.ts";
import { allAnswers, bestAnswers } from "./brute.ts";
import type { Case } from "./case.ts";
import { outcomeOf, withRequest } from "./outcome.ts";
import { versionOf } from "./rules/candidates.ts";
import { SHIPPED } from "./rules/shipped.ts";
import { encode, type Sat, type Wish } from "./sat.ts";
import { unknownMods, type World, worldOf } from "./world.ts";

/** The manifest's portal mods at their versions, as `name version` joined by commas, or the code of the failure. */
export type Verdict = string;

/** One way to decide a case, recommended mods aside; undefined when the case is too large for it. */
export interface Oracle {
  readonly name: string;
  decide(given: Case): Promise<Verdict | undefined>;
}

/** The solver, brute force and SAT: three ways that must agree on every case. */
export const ORACLES: readonly Oracle[] = [
  {
    name: "resolve",
    async decide(given) {
      const outcome = await outcomeOf(withRequest(given, { recommended: false }));
      if (outcome.kind === "refused") return outcome.error.code;
      const requested = outcome.selection.mods.filter((mod) => mod.requested);
      return inWords(new Map(requested.map(({ name, release }) => [name, release.version.packed])));
    },
  },
  {
    name: "brute force",
    async decide(given) {
      if (unknownMods(given).length > 0) return "MOD_NOT_FOUND";
      const world = worldOf(given);
      const answers = allAnswers(world);
      if (!answers) return undefined;
      const preferences = preferencesOf(given, world);
      const [best] = bestAnswers(answers, preferences);
      if (!best) return "NO_SOLUTION";
      return inWords(new Map(preferences.map(({ name }) => [name, best.get(name)?.packed ?? Number.NaN])));
    },
  },
  {
    name: "SAT",
    async decide(given) {
      if (unknownMods(given).length > 0) return "MOD_NOT_FOUND";
      const world = worldOf(given);
      const sat = encode(world);
      return sat.answer() ? inWords(bestBySat(sat, preferencesOf(given, world))) : "NO_SOLUTION";
    },
  },
];

/** R10's and R11's order over the manifest's mods of a case. */
export function preferencesOf({ request: { locked, update } }: Case, world: World): Preference[] {
  const packed = new Map([...(locked ?? [])].map(([name, release]) => [name, versionOf(release)]));
  return manifestPreferences(world, packed, update ?? []);
}

/** The best versions by the stated order, found by asking SAT for one mod after the other, best first. */
function bestBySat(sat: Sat, preferences: readonly Preference[]): Map<string, number> {
  const fixed: Wish[] = [];
  for (const { name, options } of preferences) {
    const best = options.find((option) => sat.answer([...fixed, { name, options: [option] }]));
    if (!best) throw new Error(`no option of ${name} is possible although there is an answer`);
    fixed.push({ name, options: [best] });
  }
  return new Map(fixed.map(({ name, options }) => [name, options[0]?.packed ?? Number.NaN]));
}

function inWords(versions: ReadonlyMap<string, number>): string {
  const portal = [...versions].filter(([name]) => !SHIPPED.has(name));
  return portal
    .map(([name, packed]) => `${name} ${packed}`)
    .sort()
    .join(", ");
}
