import {
  builtinMods,
  candidates,
  compareVersions,
  type Dependency,
  dependencyStrings,
  type Explanation,
  type Fact,
  type FactTerm,
  intersectSets,
  isBuiltin,
  isDemand,
  isUnreadable,
  lineServes,
  ordersLoading,
  parseDependency,
  type Release,
  rangeHas,
  setHas,
  type VersionSet,
} from "@factorio-lock/core";
import Logic from "logic-solver";
import type { Case } from "./case.ts";
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
    packed === undefined ? absent : versions.some((version) => version.packed === packed),
  );
}

function statesOf({ request, registry }: Case, mod: string): State[] {
  const states: State[] = [{ mod, packed: undefined, dependencies: [] }];
  const builtin = builtinMods(request.game, request.installed).get(mod);
  if (builtin || isBuiltin(mod)) {
    const available = builtin && (mod === "base" || request.expansion);
    return available ? [...states, { mod, packed: builtin.packed, dependencies: builtin.dependencies }] : states;
  }
  const state = (release: Release): State => ({
    mod,
    packed: release.version.packed,
    dependencies: dependencyStrings(release),
  });
  if (request.requirements.get(mod)?.kind === "path") {
    const release = request.pathMods?.get(mod);
    return release && lineServes(release.factorioVersion, request.game.line) ? [...states, state(release)] : states;
  }
  const info = registry.get(mod);
  const releases = info ? candidates(info, request.game.line) : [];
  const locked = request.locked?.get(mod);
  const listed = locked && info?.releases.some((release) => compareVersions(release.version, locked.version) === 0);
  const withdrawn = locked && !listed && lineServes(locked.factorioVersion, request.game.line) ? [state(locked)] : [];
  return [...states, ...releases.map(state), ...withdrawn];
}

/** Whether the mod has a candidate in the set that the manifest allows. */
function canBe(given: Case, mod: string, versions: VersionSet): boolean {
  const said = given.request.requirements.get(mod);
  return statesOf(given, mod).some(({ packed }) => {
    if (packed === undefined || said?.kind === "refused" || !setHas(versions, packed)) return false;
    return said?.kind !== "range" || rangeHas(said.range, packed);
  });
}

function breaksARule(given: Case, states: readonly State[]): boolean {
  const { request } = given;
  const at = new Map(states.map((state) => [state.mod, state]));
  if (at.size < states.length && new Set(states).size > at.size) return true;
  for (const { mod, packed } of states) {
    const said = request.requirements.get(mod);
    if (packed === undefined && (mod === "base" || (said && said.kind !== "refused"))) return true;
    if (packed !== undefined && said?.kind === "refused") return true;
    if (packed !== undefined && said?.kind === "range" && !rangeHas(said.range, packed)) return true;
  }
  const edges = new Map<string, string[]>();
  for (const { mod, packed, dependencies } of states) {
    if (packed === undefined) continue;
    const read = dependencies.map(parseDependency);
    const allowed = (name: string) =>
      read
        .filter((one): one is Dependency => !isUnreadable(one) && one.name === name)
        .map((one) => (one.kind === "incompatible" ? [] : one.versions))
        .reduce(intersectSets);
    for (const dependency of read) {
      if (isUnreadable(dependency)) {
        if (isDemand(dependency.kind)) return true;
        continue;
      }
      const { kind, name, versions } = dependency;
      const other = at.get(name);
      if (isDemand(kind) && (other ? other.packed === undefined : !canBe(given, name, allowed(name)))) return true;
      if (other?.packed === undefined) continue;
      if (kind === "incompatible" || !setHas(versions, other.packed)) return true;
      if (ordersLoading(kind) && name !== mod) edges.set(mod, [...(edges.get(mod) ?? []), name]);
    }
  }
  return findCycle(edges) !== undefined;
}
