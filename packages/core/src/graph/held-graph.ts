import type { Dependency } from "../dependency/dependency.ts";
import { parseDependencies } from "../dependency/read-dependencies.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { type PresentMod, presentMods } from "../lockfile/present-mods.ts";
import type { Requirements } from "../manifest/manifest.ts";
import { candidates } from "../mod/candidates.ts";
import { dependencyStrings, type ModInfo, type Release } from "../mod/release.ts";
import { rangeHas } from "../version/range.ts";
import { setHas } from "../version/version-set.ts";
import { dependencyEdge, requirementEdge } from "./edge.ts";
import { isRequested, nodeOf } from "./lock-graph.ts";
import { type GraphEdge, type GraphNode, type ModGraph, makeGraph } from "./mod-graph.ts";

/** The manifest's name in a graph. */
export const MANIFEST_NODE = "mods.yaml";

/**
 * The locked mods that are held back from a newer release for this game, with an arrow from each direct obstacle: the
 * manifest, a locked mod that rules the release out, or one that is too old for it. Newer releases without such an
 * obstacle are only counted in a note.
 *
 * @param requirements the manifest's current ones.
 * @param info the portal's data on a locked mod; undefined if there is none.
 */
export function heldGraph(
  lockfile: Lockfile,
  requirements: Requirements,
  info: (name: string) => ModInfo | undefined,
): ModGraph {
  const present = presentMods(lockfile);
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  let unblocked = 0;
  for (const [name, mod] of lockfile.mods) {
    const own = present.get(name);
    const known = mod.kind === "release" ? info(name) : undefined;
    const newest = known && candidates(known, lockfile.factorio.line).at(-1);
    if (!own || !newest || newest.version.packed <= own.packed) continue;
    const holders = holdersOf(present, requirements, own, newest);
    if (holders.length === 0) unblocked += 1;
    if (holders.length === 0) continue;
    const requested = isRequested(lockfile, name);
    nodes.set(name, { ...nodeOf(own, requested), mark: "held", note: `there is ${newest.version.text}` });
    edges.push(...holders);
  }
  for (const { from } of edges) {
    const mod = present.get(from);
    if (nodes.has(from)) continue;
    if (mod) nodes.set(from, nodeOf(mod, isRequested(lockfile, from)));
    else nodes.set(from, { name: from, kind: kindOfUnlocked(from), version: undefined, requested: false });
  }
  return makeGraph(nodes.values(), edges, notesOf(nodes.size, unblocked));
}

function kindOfUnlocked(name: string): GraphNode["kind"] {
  return name === MANIFEST_NODE ? "manifest" : "absent";
}

function notesOf(held: number, unblocked: number): string[] {
  const notes = held === 0 ? ["Nothing holds a newer release back."] : [];
  if (unblocked === 1) notes.push("1 mod more has a newer release that nothing stands directly in the way of.");
  if (unblocked > 1)
    notes.push(`${unblocked} mods more have newer releases that nothing stands directly in the way of.`);
  return notes;
}

/** An edge from each mod, or the manifest, that keeps a newer release out. */
function holdersOf(
  present: ReadonlyMap<string, PresentMod>,
  requirements: Requirements,
  { name }: PresentMod,
  newest: Release,
): GraphEdge[] {
  const found: GraphEdge[] = [];
  const hold = (from: string, constraint: string | undefined): void => {
    if (!found.some((edge) => edge.from === from)) {
      found.push({ from, to: name, kind: "holds", constraint, limits: true, label: constraint });
    }
  };
  const requirement = requirements.get(name);
  if (requirement?.kind === "range" && !rangeHas(requirement.range, newest.version.packed)) {
    hold(MANIFEST_NODE, requirementEdge(requirement)?.constraint);
  }
  for (const other of present.values()) {
    const entries = other.name === name ? [] : other.dependencies.filter((entry) => entry.name === name);
    const against = entries.filter((entry) => !setHas(entry.versions, newest.version.packed));
    if (against.length > 0) hold(other.name, dependencyEdge(against).constraint);
  }
  for (const entry of parseDependencies(dependencyStrings(newest)).dependencies) {
    const words = unmetWords(entry, present);
    if (entry.name !== name && words !== undefined) hold(entry.name, words);
  }
  return found;
}

/** Words for a dependency of the newer release that the locked mods do not meet; undefined if they meet it. */
function unmetWords(
  { kind, name, versions, constraint }: Dependency,
  present: ReadonlyMap<string, PresentMod>,
): string | undefined {
  const other = present.get(name);
  if (kind === "incompatible") return other ? "does not go with it" : undefined;
  // An absent mod could simply be added.
  if (!other || setHas(versions, other.packed)) return undefined;
  return `it wants ${constraint ? `${constraint.operator} ${constraint.version.text}` : "another"}`;
}
