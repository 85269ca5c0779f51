import { type Dependency, type DependencyKind, isDemand } from "../../dependency/dependency.ts";
import { extend, has, type IndexSet } from "./index-set.ts";

/**
 * The dependencies of a mod's releases, indexed by the other mod's name. Some releases name ten thousand mods, few of
 * which ever matter, so the entries are stored in parallel arrays, and those about one mod form a linked list.
 */
export interface Mentions {
  /** By the other mod's name: the index of the first entry about it. */
  readonly first: ReadonlyMap<string, number>;
  /** By index: the entry, the release that has it (as a state, ascending along a list), and the next index or -1. */
  readonly entries: readonly Dependency[];
  readonly states: Int32Array;
  readonly next: Int32Array;
  /** By index: 1 if the entry, or a later one of its list, requires the other mod. */
  readonly demands: Uint8Array;
}

/** Indexes the entries of releases, oldest first, without those for the own mod. */
export function gatherMentions(name: string, dependencies: readonly (readonly Dependency[])[]): Mentions {
  const entries: Dependency[] = [];
  const owners: number[] = [];
  dependencies.forEach((said, at) => {
    for (const entry of said) {
      if (entry.name === name) continue;
      entries.push(entry);
      owners.push(at + 1);
    }
  });
  const first = new Map<string, number>();
  const next = new Int32Array(entries.length);
  const demands = new Uint8Array(entries.length);
  for (let place = entries.length - 1; place >= 0; place--) {
    const entry = entries[place]!;
    const later = first.get(entry.name) ?? -1;
    next[place] = later;
    demands[place] = isDemand(entry.kind) ? 1 : (demands[later] ?? 0);
    first.set(entry.name, place);
  }
  return { first, entries, states: Int32Array.from(owners), next, demands };
}

/** Whether any release requires the mod. */
export function isDemanded({ first, demands }: Mentions, name: string): boolean {
  return demands[first.get(name) ?? -1] === 1;
}

/** The releases that have an entry of a matching kind about the mod. */
export function releasesAbout(
  { first, entries, states, next }: Mentions,
  name: string,
  matches: (kind: DependencyKind) => boolean,
): IndexSet {
  const found: number[] = [];
  for (let place = first.get(name) ?? -1; place >= 0; place = next[place]!) {
    const state = states[place]!;
    if (matches(entries[place]!.kind) && found.at(-1) !== state) extend(found, state);
  }
  return found;
}

/** The entries about the mod in all releases, or in those in `at`, release by release. */
export function entriesAbout({ first, entries, states, next }: Mentions, name: string, at?: IndexSet): Dependency[] {
  const found: Dependency[] = [];
  for (let place = first.get(name) ?? -1; place >= 0; place = next[place]!) {
    if (!at || has(at, states[place]!)) found.push(entries[place]!);
  }
  return found;
}
