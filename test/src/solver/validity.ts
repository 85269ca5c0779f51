import {
  builtinMods,
  compareVersions,
  type Dependency,
  dependencyStrings,
  isBuiltin,
  isDemand,
  isUnreadable,
  lineServes,
  ordersLoading,
  parseDependency,
  type Release,
  rangeHas,
  type Selection,
  setHas,
  type UnreadableDependency,
} from "@factorio-lock/core";
import type { Case } from "./case.ts";

/** A mod or builtin of a selection, as the rules see it. */
interface Present {
  readonly packed: number;
  readonly dependencies: readonly Dependency[];
}

/**
 * Everything in which a selection breaks contract R1–R8, as sentences; none when it is valid. Written from the rules
 * alone: it looks at the answer and at nothing else that a solver did.
 */
export function violations(given: Case, selection: Selection): string[] {
  const broken: string[] = [];
  const present = presentMods(given, selection, broken);
  broken.push(...brokenManifest(given, selection, present), ...brokenDependencies(present));
  const cycle = findCycle(loadEdges(present));
  if (cycle) broken.push(`the load order has a cycle: ${cycle.join(" → ")}`);
  const needed = neededMods(given, present);
  for (const name of present.keys()) if (!needed.has(name)) broken.push(`${name} is there although nothing needs it`);
  return broken;
}

function presentMods(given: Case, selection: Selection, broken: string[]): Map<string, Present> {
  const { request } = given;
  const builtins = builtinMods(request.game, request.installed);
  const present = new Map<string, Present>();
  for (const name of selection.builtin) {
    const builtin = builtins.get(name);
    if (!builtin) broken.push(`${name} does not ship with Factorio ${request.game.text}`);
    if (name !== "base" && !request.expansion) broken.push(`${name} needs the expansion`);
    present.set(name, {
      packed: builtin?.packed ?? -1,
      dependencies: readable(name, builtin?.dependencies ?? [], broken),
    });
  }
  if (!present.has("base")) broken.push("base is missing");
  for (const { name, release } of selection.mods) {
    if (present.has(name)) broken.push(`${name} is selected twice`);
    if (isBuiltin(name) || builtins.has(name)) broken.push(`${name} is no mod of the portal`);
    if (!mayBeChosen(given, name, release)) broken.push(`${name} ${release.version.text} is no candidate`);
    const dependencies = readable(`${name} ${release.version.text}`, dependencyStrings(release), broken);
    present.set(name, { packed: release.version.packed, dependencies });
  }
  return present;
}

const READ = new Map<string, Dependency | UnreadableDependency>();

/** `parseDependency`, once for each string: real releases repeat them by the thousand. */
function readOnce(text: string): Dependency | UnreadableDependency {
  const read = READ.get(text) ?? parseDependency(text);
  READ.set(text, read);
  return read;
}

/** R6: the strings that can be read; one that cannot and demands a mod makes its release unusable. */
function readable(owner: string, strings: readonly string[], broken: string[]): Dependency[] {
  return strings.map(readOnce).filter((dependency): dependency is Dependency => {
    if (!isUnreadable(dependency)) return true;
    if (isDemand(dependency.kind)) broken.push(`${owner} has the unreadable dependency "${dependency.text}"`);
    return false;
  });
}

/** R1, R12 and `path` mods. */
function mayBeChosen({ request, registry }: Case, name: string, release: Release): boolean {
  if (!lineServes(release.factorioVersion, request.game.line)) return false;
  if (request.requirements.get(name)?.kind === "path") return request.pathMods?.get(name) === release;
  if (release.sha1 === undefined) return false;
  const twins = (registry.get(name)?.releases ?? []).filter(
    (other) => compareVersions(other.version, release.version) === 0,
  );
  if (twins.length === 0) {
    const locked = request.locked?.get(name);
    return locked?.sha1 === release.sha1 && compareVersions(locked.version, release.version) === 0;
  }
  const rivals = twins.filter((twin) => twin.sha1 && lineServes(twin.factorioVersion, request.game.line));
  return twins.includes(release) && rivals.every((rival) => rival === release || momentOf(rival) <= momentOf(release));
}

/** Real time stamps can be as odd as the zeroth of August. */
function momentOf(release: Release): number {
  return Date.parse(release.releasedAt) || 0;
}

function brokenManifest({ request }: Case, selection: Selection, present: ReadonlyMap<string, Present>): string[] {
  const broken: string[] = [];
  for (const [name, requirement] of request.requirements) {
    const mod = present.get(name);
    if (requirement.kind === "refused" && mod) broken.push(`${name} is refused by the manifest`);
    if (requirement.kind !== "refused" && !mod) broken.push(`${name} is asked for by the manifest and missing`);
    if (requirement.kind === "range" && mod && !rangeHas(requirement.range, mod.packed)) {
      broken.push(`${name} does not meet the manifest's ${requirement.range.text}`);
    }
  }
  for (const { name, requested } of selection.mods) {
    const asked = request.requirements.get(name);
    if (requested !== (asked !== undefined && asked.kind !== "refused"))
      broken.push(`${name} is said to be requested: ${requested}`);
  }
  return broken;
}

/** R2, R3, R4, R7: what the present mods say of each other. */
function brokenDependencies(present: ReadonlyMap<string, Present>): string[] {
  const broken: string[] = [];
  for (const [owner, { dependencies }] of present) {
    for (const { kind, name, versions, text } of dependencies) {
      const other = present.get(name);
      if (kind === "incompatible" && other) broken.push(`${owner} refuses ${name}`);
      if (isDemand(kind) && !other) broken.push(`${owner} needs ${name}, which is missing`);
      if (kind !== "incompatible" && other && !setHas(versions, other.packed)) broken.push(`${owner} says "${text}"`);
    }
  }
  return broken;
}

/** R5: from each mod to those that must load before it. */
function loadEdges(present: ReadonlyMap<string, Present>): Map<string, string[]> {
  return new Map(
    [...present].map(([owner, { dependencies }]) => [
      owner,
      dependencies
        .filter(({ kind, name }) => ordersLoading(kind) && present.has(name) && name !== owner)
        .map(({ name }) => name),
    ]),
  );
}

/** A cycle of a graph, its first name repeated at the end; undefined when there is none. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    if (done.has(name)) return undefined;
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    path.push(name);
    for (const next of edges.get(name) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const cycle = visit(name);
    if (cycle) return cycle;
  }
  return undefined;
}

/** R10: what the manifest needs, and, unless they are refused, what those recommend and that needs (R8). */
function neededMods({ request }: Case, present: ReadonlyMap<string, Present>): Set<string> {
  const wanted = [...request.requirements].filter(([, { kind }]) => kind !== "refused").map(([name]) => name);
  const open = ["base", ...wanted];
  const needed = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const mod = present.get(name);
    if (!mod || needed.has(name)) continue;
    needed.add(name);
    for (const { kind, name: other } of mod.dependencies) {
      if (isDemand(kind) || (kind === "recommended" && request.recommended !== false)) open.push(other);
    }
  }
  return needed;
}
