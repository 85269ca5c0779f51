/**
 * The names that may have been meant by `name`, most similar first: those that differ only in case, blanks, `-`, `_`
 * and `.`, then those that begin with `name`, then those within a few edits (a letter replaced, missing, added, or two
 * swapped) or with which `name` begins.
 *
 * @param limit the most names to return.
 * @example nearest("facotrio", ["factorio", "mods"]) // ["factorio"]
 */
export function nearest(name: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = fold(name);
  if (wanted === "" || wanted.length > MAX_LENGTH) return [];
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const found: { name: string; score: number }[] = [];
  for (const candidate of names) {
    if (candidate === name || candidate.length > MAX_LENGTH) continue;
    const score = scoreOf(wanted, fold(candidate), allowed);
    if (score !== undefined) found.push({ name: candidate, score });
  }
  found.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return found.slice(0, limit).map((entry) => entry.name);
}

/** Mod names have at most 100 characters. Source: docs/factorio.md, 3. */
const MAX_LENGTH = 100;

/** Shorter prefixes match too many names to be useful. */
const MIN_PREFIX = 3;

/** The distance of a name that `name` merely begins with: more than one edit, since a single typo is likelier. */
const EXTENSION_DISTANCE = 2;

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, "");
}

/** A distance for sorting: 0 for the same name, undefined for one that is too different. */
function scoreOf(wanted: string, candidate: string, allowed: number): number | undefined {
  if (candidate === wanted) return 0;
  if (wanted.length >= MIN_PREFIX && candidate.startsWith(wanted)) {
    return 1 + (candidate.length - wanted.length) / MAX_LENGTH;
  }
  const distance = editDistance(wanted, candidate, allowed);
  const isExtension = candidate.length >= MIN_PREFIX && wanted.startsWith(candidate);
  const extended = isExtension ? EXTENSION_DISTANCE + (wanted.length - candidate.length) / MAX_LENGTH : undefined;
  return distance === undefined ? extended : Math.min(distance, extended ?? distance) + 0.5;
}

/** The edit distance of two words (optimal string alignment); undefined if it exceeds `most`. */
function editDistance(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let lowest = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      lowest = Math.min(lowest, cost);
    }
    if (lowest > most) return undefined;
    [beforeLast, last] = [last, row];
  }
  const distance = last[b.length] ?? most + 1;
  return distance <= most ? distance : undefined;
}
