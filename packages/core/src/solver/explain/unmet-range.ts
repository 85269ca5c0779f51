import type { Dependency } from "../../dependency/dependency.ts";
import { listOf } from "../../text/list-of.ts";
import { ALL_VERSIONS, intersectSets, NO_VERSIONS, type VersionSet } from "../../version/version-set.ts";
import { type Edge, statesIn } from "../facts/edge.ts";
import { type IndexSet, isSubset, members } from "../facts/index-set.ts";
import { entriesAbout } from "../facts/mentions.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { allOf } from "../request/words.ts";

/** A constraint of a release on the version of another mod. */
export interface UnmetRange {
  /**
   * The author's own comparisons: `> 1.0 and < 2.0`; empty if the release is also incompatible with the mod that it
   * requires.
   */
  readonly words: string;
  /** The versions that satisfy them. */
  readonly versions: VersionSet;
}

/**
 * The ranges of the releases in `at` that exclude all releases of the other mod, without duplicates. If one range
 * contains all others, only it is returned.
 */
export function unmetRanges({ from, to }: Edge, at: IndexSet): UnmetRange[] {
  const found = new Map<string, UnmetRange>();
  for (const state of members(at)) {
    const range = unmetRangeOf(to, entriesAbout(from.mentions, to.name, [state, state]));
    found.set(range.words, range);
  }
  const ranges = [...found.values()];
  const widest = ranges.find(({ versions }) => ranges.every((other) => contains(versions, other.versions)));
  return widest ? [widest] : ranges;
}

/**
 * The range of the entries that exclude every release: those that each do so alone, or else those that do so together.
 */
function unmetRangeOf(to: ModNode, entries: readonly Dependency[]): UnmetRange {
  const compared = entries.filter(({ constraint }) => constraint);
  const alone = compared.filter(({ versions }) => statesIn(to, versions).length === 0);
  const together = compared.filter(({ versions }) => !isSubset(allOf(to), statesIn(to, versions)));
  const unmet = alone.length > 0 ? alone : together;
  if (unmet !== alone && entries.some(({ kind }) => kind === "incompatible"))
    return { words: "", versions: NO_VERSIONS };
  return {
    words: listOf([...new Set(unmet.map(({ constraint }) => `${constraint?.operator} ${constraint?.version.text}`))]),
    versions: unmet.map(({ versions }) => versions).reduce(intersectSets, ALL_VERSIONS),
  };
}

/** Whether every version of `narrow` is in `wide`. */
function contains(wide: VersionSet, narrow: VersionSet): boolean {
  return narrow.every(({ low, high }) => wide.some((other) => other.low <= low && high <= other.high));
}
