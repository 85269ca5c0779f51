import { MAX_PACKED } from "./version.ts";

/** Packed versions from `low` to `high`, both inclusive. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A set of versions: intervals in ascending order that neither touch nor overlap. */
export type VersionSet = readonly Interval[];

/** Every version. */
export const ALL_VERSIONS: VersionSet = [{ low: 0, high: MAX_PACKED }];

/** No version. */
export const NO_VERSIONS: VersionSet = [];

/** Whether a packed version is in the set. */
export function setHas(set: VersionSet, packed: number): boolean {
  return set.some((interval) => interval.low <= packed && packed <= interval.high);
}

/** The versions from `low` to `high`, both inclusive; empty if `low` exceeds `high`. */
export function span(low: number, high: number): VersionSet {
  const from = Math.max(low, 0);
  const to = Math.min(high, MAX_PACKED);
  return from <= to ? [{ low: from, high: to }] : NO_VERSIONS;
}

/** The versions in both sets. */
export function intersectSets(a: VersionSet, b: VersionSet): VersionSet {
  return a.flatMap((x) => b.flatMap((y) => span(Math.max(x.low, y.low), Math.min(x.high, y.high))));
}

/** The versions in at least one of the sets. */
export function uniteSets(a: VersionSet, b: VersionSet): VersionSet {
  const sorted = [...a, ...b].sort((x, y) => x.low - y.low);
  const united: { low: number; high: number }[] = [];
  for (const { low, high } of sorted) {
    const last = united.at(-1);
    if (last && low <= last.high + 1) last.high = Math.max(last.high, high);
    else united.push({ low, high });
  }
  return united;
}
