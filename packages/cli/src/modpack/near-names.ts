import { FactorioLockError, nearest } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";

/**
 * Finds mods with names similar to one that does not exist, the most similar first. The portal searches by words, not by
 * similarity: it is asked for the name, then for its words, its beginning and its end, until the answer, or the cache, has a
 * similar name.
 *
 * @param limit the maximum number of names.
 */
export async function nearNames(metadata: Metadata, name: string, limit = 3): Promise<string[]> {
  for (const piece of new Set([name, ...name.split(/[\s_.-]+/), name.slice(0, 4), name.slice(0, 3), name.slice(-4)])) {
    if (piece.length < 3 && piece !== name) continue;
    const near: string[] = [];
    for (const candidate of nearest(name, await metadata.namesLike(piece), limit)) {
      // The cache also has names that were looked up and do not exist.
      if (await metadata.get(candidate).catch(() => undefined)) near.push(candidate);
    }
    if (near.length > 0) return near;
  }
  return [];
}

/** The error for mods that the portal does not have, with similar names for each. */
export function noSuchMods(missing: ReadonlyMap<string, readonly string[]>): FactorioLockError {
  const names = [...missing.keys()];
  const [first = ""] = names;
  const quoted = names.map((name) => `"${name}"`);
  const guesses = [...missing].flatMap(([name, near]) => {
    if (near.length === 0) return [];
    return [`${near.join(" or ")}${names.length > 1 ? ` for ${name}` : ""}`];
  });
  const isCaseOnly = [...missing].some(([name, near]) =>
    near.some((other) => other.toLowerCase() === name.toLowerCase()),
  );
  const hint =
    guesses.length > 0
      ? `did you mean ${guesses.join(", and ")}?${isCaseOnly ? " Capital letters count." : ""}`
      : `\`factorio-lock search "${first}"\` finds mods by words of their title.`;
  const message =
    names.length === 1
      ? `The mod portal has no mod ${quoted[0]}.`
      : `The mod portal has none of these mods: ${quoted.join(", ")}.`;
  return new FactorioLockError("MOD_NOT_FOUND", message, { hint });
}
