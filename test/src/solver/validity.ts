import type { Release, Selection } from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { candidatesOf, isForGame, stringsOf, versionOf } from "./rules/candidates.ts";
import { allows, demands, type Entry, isClear, loadsAfter, readEntry, type Unclear } from "./rules/entry.ts";
import { meets } from "./rules/meets.ts";
import { SHIPPED, shippedWith } from "./rules/shipped.ts";

/** A mod or builtin of a selection, as the rules see it. */
interface Present {
  readonly packed: number;
  readonly dependencies: readonly Entry[];
}

/**
 * Everything in which a selection breaks R1 to R8 of docs/rules.md, as sentences; none when it is valid. Written from
 * the rules alone: it looks at the answer and at nothing else that a solver did.
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
  const shipped = shippedWith(request);
  const present = new Map<string, Present>();
  for (const name of selection.builtin) {
    const builtin = shipped.get(name);
    if (!builtin) broken.push(`${name} does not ship with Factorio ${request.game.text}`);
    if (name !== "base" && !request.expansion) broken.push(`${name} needs the expansion`);
    present.set(name, {
      packed: builtin?.version ?? -1,
      dependencies: readable(name, builtin?.dependencies ?? [], broken),
    });
  }
  if (!present.has("base")) broken.push("base is missing");
  for (const { name, release } of selection.mods) {
    if (present.has(name)) broken.push(`${name} is selected twice`);
    if (SHIPPED.has(name) || shipped.has(name)) broken.push(`${name} is no mod of the portal`);
    if (!mayBeChosen(given, name, release)) broken.push(`${name} ${release.version.text} is no candidate`);
    const dependencies = readable(`${name} ${release.version.text}`, stringsOf(release), broken);
    present.set(name, { packed: versionOf(release), dependencies });
  }
  return present;
}

const READ = new Map<string, Entry | Unclear>();

/** Each string is read once: real releases repeat them by the thousand. */
function readOnce(text: string): Entry | Unclear {
  const read = READ.get(text) ?? readEntry(text);
  READ.set(text, read);
  return read;
}

/** R6: the strings that can be read; one that cannot and demands a mod makes its release unusable. */
function readable(owner: string, strings: readonly string[], broken: string[]): Entry[] {
  return strings.map(readOnce).filter((entry): entry is Entry => {
    if (isClear(entry)) return true;
    if (demands(entry)) broken.push(`${owner} has the unreadable dependency "${entry.text}"`);
    return false;
  });
}

/** R1, R12 and `path` mods. */
function mayBeChosen({ request, registry }: Case, name: string, release: Release): boolean {
  if (candidatesOf(request, registry, name).includes(release)) return true;
  // Which of equal versions with equal time stamps is taken does not matter here.
  const listed = request.requirements.get(name)?.kind === "path" ? [] : (registry.get(name)?.releases ?? []);
  if (!listed.includes(release) || release.sha1 === undefined || !isForGame(release, request)) return false;
  const twins = candidatesOf(request, registry, name).filter((other) => versionOf(other) === versionOf(release));
  return twins.every((twin) => twin.releasedAt === release.releasedAt);
}

function brokenManifest({ request }: Case, selection: Selection, present: ReadonlyMap<string, Present>): string[] {
  const broken: string[] = [];
  for (const [name, requirement] of request.requirements) {
    const mod = present.get(name);
    if (requirement.kind === "refused" && mod) broken.push(`${name} is refused by the manifest`);
    if (requirement.kind !== "refused" && !mod) broken.push(`${name} is asked for by the manifest and missing`);
    if (requirement.kind === "range" && mod && !meets(requirement, mod.packed)) {
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
    for (const entry of dependencies) {
      const other = present.get(entry.name);
      if (demands(entry) && !other) broken.push(`${owner} needs ${entry.name}, which is missing`);
      if (other && !allows(entry, other.packed)) broken.push(`${owner} says "${entry.text}"`);
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
        .filter((entry) => loadsAfter(entry) && present.has(entry.name) && entry.name !== owner)
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
    for (const entry of mod.dependencies) {
      if (demands(entry) || (entry.sign === "+" && request.recommended !== false)) open.push(entry.name);
    }
  }
  return needed;
}
