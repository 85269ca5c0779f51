import {
  builtinMods,
  candidates,
  compareVersions,
  type Dependency,
  dependencyStrings,
  isBuiltin,
  isDemand,
  isUnreadable,
  lineServes,
  parseDependency,
  type Release,
  rangeHas,
  setHas,
} from "@factorio-lock/core";
import type { Case } from "./case.ts";

/** One way for a mod to be present. */
export interface Option {
  readonly name: string;
  readonly packed: number;
  /** The author's version text. */
  readonly version: string;
  /** Without unreadable strings and entries on itself: those decide whether there is such an option at all. */
  readonly dependencies: readonly Dependency[];
}

/** What the oracles search: every mod that an answer could contain, with its options, oldest first. */
export interface World {
  readonly options: ReadonlyMap<string, readonly Option[]>;
  /** What must be present: `base`, and the manifest's mods with the options that their ranges allow. */
  readonly roots: ReadonlyMap<string, readonly Option[]>;
  readonly refused: ReadonlySet<string>;
}

/** The names that the manifest asks for and that nobody knows (R7). */
export function unknownMods({ request, registry }: Case): string[] {
  const known = (name: string) =>
    registry.has(name) ||
    isBuiltin(name) ||
    builtinMods(request.game, request.installed).has(name) ||
    request.locked?.has(name);
  return [...request.requirements].filter(([name, { kind }]) => kind === "range" && !known(name)).map(([name]) => name);
}

/** Everything that can be reached from the manifest by demands; by recommendations too if asked. */
export function worldOf(given: Case, withRecommended = false): World {
  const { request } = given;
  const options = new Map<string, readonly Option[]>();
  const roots = new Map<string, readonly Option[]>();
  const refused = new Set<string>();
  const open = ["base"];
  for (const [name, { kind }] of request.requirements) {
    if (kind === "refused") refused.add(name);
    else open.push(name);
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (options.has(name)) continue;
    const own = optionsOf(given, name);
    options.set(name, own);
    for (const { dependencies } of own) {
      for (const dependency of dependencies) {
        if (isDemand(dependency.kind) || (withRecommended && dependency.kind === "recommended"))
          open.push(dependency.name);
      }
    }
  }
  roots.set("base", options.get("base") ?? []);
  for (const [name, requirement] of request.requirements) {
    const own = options.get(name) ?? [];
    if (requirement.kind === "path") roots.set(name, own);
    if (requirement.kind === "range")
      roots.set(
        name,
        own.filter((option) => rangeHas(requirement.range, option.packed)),
      );
  }
  return { options, roots, refused };
}

/** The usable options of a mod, oldest first: R1, R3, R4, R6, R7, R12. */
function optionsOf({ request, registry }: Case, name: string): Option[] {
  const builtins = builtinMods(request.game, request.installed);
  const builtin = builtins.get(name);
  if (builtin || isBuiltin(name)) {
    if (!builtin || (name !== "base" && !request.expansion)) return [];
    return usable(name, builtin.packed, request.game.text, builtin.dependencies);
  }
  const read = (release: Release) =>
    usable(name, release.version.packed, release.version.text, dependencyStrings(release));
  const { line } = request.game;
  if (request.requirements.get(name)?.kind === "path") {
    const release = request.pathMods?.get(name);
    return release && lineServes(release.factorioVersion, line) ? read(release) : [];
  }
  const info = registry.get(name);
  const chosen = info ? candidates(info, line) : [];
  const locked = request.locked?.get(name);
  const withdrawn = locked && !info?.releases.some((release) => compareVersions(release.version, locked.version) === 0);
  if (withdrawn && locked.sha1 && lineServes(locked.factorioVersion, line)) chosen.push(locked);
  return chosen.sort((a, b) => compareVersions(a.version, b.version)).flatMap(read);
}

function usable(name: string, packed: number, version: string, strings: readonly string[]): Option[] {
  const read = strings.map(parseDependency);
  const dependencies = read.filter((dependency): dependency is Dependency => !isUnreadable(dependency));
  const spoilt = read.some((dependency) => isUnreadable(dependency) && isDemand(dependency.kind));
  const own = dependencies.filter((dependency) => dependency.name === name);
  const fitsItself = own.every(({ kind, versions }) => kind !== "incompatible" && setHas(versions, packed));
  if (spoilt || !fitsItself) return [];
  return [{ name, packed, version, dependencies: dependencies.filter((dependency) => dependency.name !== name) }];
}
