import { formatVersionSet } from "../../version/range.ts";
import { formatPacked, MAX_PART, unpack } from "../../version/version.ts";
import type { VersionSet } from "../../version/version-set.ts";

/**
 * Widens a range to include a version, no further than needed, and returns its text: the nearer end moves to the
 * version, the other stays. An exact version is replaced by the new one, unless that stands for a whole game line.
 *
 * @example widerRange(versionsOf("^1.2"), versionOf("1.0.0")) // >= 1.0.0 < 2.0.0
 */
export function widerRange(before: VersionSet, packed: number): string {
  const [first] = before;
  const last = before.at(-1);
  if (!first || !last) return "*";
  if (first.low === last.high && unpack(packed)[2] !== MAX_PART) return formatPacked(packed);
  return formatVersionSet([{ low: Math.min(first.low, packed), high: Math.max(last.high, packed) }]);
}
