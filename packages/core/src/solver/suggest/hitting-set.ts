import { type Budget, isSpent, spend } from "../budget.ts";
import { type SolveOptions, takeTurn } from "../turns.ts";

/** After so many looks other tasks of the program have their turn. */
const LOOKS_A_TURN = 5_000;

/**
 * A smallest set of names that has one of every group; of several the one that reaches furthest down in name order.
 * Undefined where more than `most` names would be needed, or the looks allowed do not suffice to tell: groups that overlap
 * in hostile ways take exponential time.
 */
export async function smallestHittingSet(
  groups: readonly (readonly string[])[],
  most: number,
  looks: Budget,
  options: SolveOptions = {},
): Promise<string[] | undefined> {
  for (let size = 0; size <= most && !isSpent(looks); size++) {
    const trying = hit(groups, size, looks);
    let seen = looks.left;
    let state = trying.next();
    for (; !state.done; state = trying.next()) {
      if (seen - looks.left < LOOKS_A_TURN) continue;
      seen = looks.left;
      await takeTurn(options);
    }
    if (state.value && !isSpent(looks)) return state.value;
  }
  return undefined;
}

/** A set of at most `size` names that has one of every group. It yields whenever it has looked through the groups. */
function* hit(
  groups: readonly (readonly string[])[],
  size: number,
  looks: Budget,
): Generator<void, string[] | undefined> {
  if (isSpent(looks)) return undefined;
  spend(looks, 1 + groups.length);
  yield;
  if (apart(groups) > size) return undefined;
  const [first] = [...groups].sort((a, b) => a.length - b.length);
  if (!first) return [];
  for (const name of [...first].sort().reverse()) {
    const rest = yield* hit(
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
