import { type Budget, isSpent, spend } from "../budget.ts";

/**
 * A smallest set of names that has one of every group; of several the one that reaches furthest down in name order.
 * Undefined where more than `most` names would be needed, or the looks allowed do not suffice to tell: groups that overlap
 * in hostile ways take exponential time.
 */
export function smallestHittingSet(
  groups: readonly (readonly string[])[],
  most: number,
  looks: Budget,
): string[] | undefined {
  for (let size = 0; size <= most && !isSpent(looks); size++) {
    const found = hit(groups, size, looks);
    if (found && !isSpent(looks)) return found;
  }
  return undefined;
}

/** A set of at most `size` names that has one of every group. */
function hit(groups: readonly (readonly string[])[], size: number, looks: Budget): string[] | undefined {
  if (isSpent(looks)) return undefined;
  spend(looks, groups.length);
  if (apart(groups) > size) return undefined;
  const [first] = [...groups].sort((a, b) => a.length - b.length);
  if (!first) return [];
  for (const name of [...first].sort().reverse()) {
    const rest = hit(
      groups.filter((group) => !group.includes(name)),
      size - 1,
      looks,
    );
    if (rest) return [name, ...rest].sort();
  }
  return undefined;
}

/** How many groups can be found that share no name: each needs a name of its own. */
function apart(groups: readonly (readonly string[])[]): number {
  const taken = new Set<string>();
  let found = 0;
  for (const group of [...groups].sort((a, b) => a.length - b.length)) {
    if (group.some((name) => taken.has(name))) continue;
    for (const name of group) taken.add(name);
    found++;
  }
  return found;
}
