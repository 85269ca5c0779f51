/**
 * The names that someone may have meant who wrote `name`, the nearest first: those that differ only in case, blanks,
 * `-`, `_` and `.`, then those that begin with it, then those a few slips away (a letter wrong, missing, too much, or two
 * swapped), with those among them that it begins with and goes on further.
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

/** Shorter words begin too many names to mean one of them. */
const MIN_PREFIX = 3;

/** So many slips a name counts that was written with much behind it: more than one, as whoever slips once means to write one word. */
const FAR = 2;

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, "");
}

/** 0 is the same name; undefined is too far. */
function scoreOf(wanted: string, candidate: string, allowed: number): number | undefined {
  if (candidate === wanted) return 0;
  if (wanted.length >= MIN_PREFIX && candidate.startsWith(wanted)) {
    return 1 + (candidate.length - wanted.length) / MAX_LENGTH;
  }
  const distance = slips(wanted, candidate, allowed);
  const goesOn = candidate.length >= MIN_PREFIX && wanted.startsWith(candidate);
  const far = goesOn ? FAR + (wanted.length - candidate.length) / MAX_LENGTH : undefined;
  return distance === undefined ? far : Math.min(distance, far ?? distance) + 0.5;
}

/** The number of slips between two words (optimal string alignment); undefined when it exceeds `most`. */
function slips(a: string, b: string, most: number): number | undefined {
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
