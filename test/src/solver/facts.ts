import type { Explanation, Fact, FactTerm, Release } from "@factorio-lock/core";
import Logic from "logic-solver";
import type { Case } from "./case.ts";
import { candidatesOf, stringsOf, versionOf } from "./rules/candidates.ts";
import { allows, demands, type Entry, isClear, loadsAfter, readEntry } from "./rules/entry.ts";
import { meets } from "./rules/meets.ts";
import { SHIPPED, shippedWith } from "./rules/shipped.ts";
import { findCycle } from "./validity.ts";

/** A mod at one of its candidates (usable or not), or absent. */
interface State {
  readonly mod: string;
  /** Undefined: absent. */
  readonly packed: number | undefined;
  readonly dependencies: readonly string[];
}

/** Whether the facts of an explanation, and nothing else, leave no way to choose a candidate or absence for each mod. */
export function factsAreUnsatisfiable(given: Case, { facts }: Explanation): boolean {
  const solver = new Logic.Solver();
  const variables = new Map<string, number>();
  const variable = (mod: string, packed: number | undefined) => {
    const name = `${mod} ${packed ?? "absent"}`;
    const known = variables.get(name) ?? solver.getVarNum(`v ${name}`);
    variables.set(name, known);
    return known;
  };
  for (const mod of new Set(facts.flatMap(({ terms }) => terms.map((term) => term.mod)))) {
    const states = statesOf(given, mod).map(({ packed }) => variable(mod, packed));
    solver.require(Logic.or(states));
    states.forEach((a, at) => {
      for (const b of states.slice(at + 1)) solver.require(Logic.or([-a, -b]));
    });
  }
  for (const { terms } of facts) {
    const holds = terms.map((term) => {
      const states = matching(given, term).map(({ mod, packed }) => variable(mod, packed));
      const made = solver.getVarNum(`term ${JSON.stringify(term)}`);
      for (const state of states) solver.require(Logic.or([-state, made]));
      return made;
    });
    solver.require(Logic.or(holds.map((term) => -term)));
  }
  return solver.solveAssuming(2) === null;
}

/**
 * Why a fact is not true of the case; undefined when it is. A fact is true when each way in which its terms hold breaks
 * a rule by itself: the manifest, a dependency, an unusable release, a load-order cycle.
 */
export function untruth(given: Case, fact: Fact): string | undefined {
  let combinations: State[][] = [[]];
  for (const term of fact.terms) {
    const states = matching(given, term);
    if (combinations.length * states.length > 5000) return undefined;
    combinations = combinations.flatMap((chosen) => states.map((state) => [...chosen, state]));
  }
  const wrong = combinations.find((states) => !breaksARule(given, states));
  return (
    wrong &&
    `"${fact.text}" although ${wrong.map(({ mod, packed }) => `${mod}=${packed ?? "absent"}`).join(", ")} is fine`
  );
}

function matching(given: Case, { mod, versions, absent }: FactTerm): State[] {
  return statesOf(given, mod).filter(({ packed }) =>
    packed === undefined ? absent : versions.some((version) => versionOf({ version }) === packed),
  );
}

function statesOf({ request, registry }: Case, mod: string): State[] {
  const states: State[] = [{ mod, packed: undefined, dependencies: [] }];
  const shipped = shippedWith(request).get(mod);
  if (shipped || SHIPPED.has(mod)) {
    const available = shipped && (mod === "base" || request.expansion);
    return available ? [...states, { mod, packed: shipped.version, dependencies: shipped.dependencies }] : states;
  }
  const state = (release: Release): State => ({ mod, packed: versionOf(release), dependencies: stringsOf(release) });
  return [...states, ...candidatesOf(request, registry, mod).map(state)];
}

/** Whether the mod has a candidate that the manifest allows, and all these entries. */
function canBe(given: Case, mod: string, entries: readonly Entry[]): boolean {
  const said = given.request.requirements.get(mod);
  return statesOf(given, mod).some(
    ({ packed }) => packed !== undefined && meets(said, packed) && entries.every((entry) => allows(entry, packed)),
  );
}

function breaksARule(given: Case, states: readonly State[]): boolean {
  const { request } = given;
  const at = new Map(states.map((state) => [state.mod, state]));
  if (at.size < states.length && new Set(states).size > at.size) return true;
  for (const { mod, packed } of states) {
    const said = request.requirements.get(mod);
    if (packed === undefined && (mod === "base" || (said && said.kind !== "refused"))) return true;
    if (packed !== undefined && !meets(said, packed)) return true;
  }
  const edges = new Map<string, string[]>();
  for (const { mod, packed, dependencies } of states) {
    if (packed === undefined) continue;
    const read = dependencies.map(readEntry);
    if (read.some((entry) => !isClear(entry) && demands(entry))) return true;
    const entries = read.filter(isClear);
    for (const entry of entries) {
      const { name } = entry;
      const other = at.get(name);
      const about = entries.filter((one) => one.name === name);
      if (demands(entry) && (other ? other.packed === undefined : !canBe(given, name, about))) return true;
      if (other?.packed === undefined) continue;
      if (!allows(entry, other.packed)) return true;
      if (loadsAfter(entry) && name !== mod) edges.set(mod, [...(edges.get(mod) ?? []), name]);
    }
  }
  return findCycle(edges) !== undefined;
}
