import { type Dependency, isDemand, isUnreadable, type UnreadableDependency } from "../dependency/dependency.ts";
import { setHas } from "../version/version-set.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { ABSENT, complement, fromMembers, type IndexSet, NONE, union } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";

/** What a mod may be, whatever else is there. */
export interface Usable {
  /** The states that no fact about this mod alone rules out. */
  readonly states: IndexSet;
  /** The facts that rule out the others. */
  readonly facts: readonly Incompatibility[];
}

/** Finds out what a mod may be by what it says itself. */
export function makeUsable(node: ModNode): Usable {
  const facts = unusableFacts(node);
  const ruledOut = facts.reduce<IndexSet>((all, { terms }) => union(all, (terms[0] as Term).set), NONE);
  return { states: complement(ruledOut, node.size), facts };
}

/** What rules out states of a mod whatever else is there, each reason once. */
function unusableFacts({ id, name, origin, packed, dependencies, unreadable }: ModNode): Incompatibility[] {
  const reasons = new Map<Dependency | UnreadableDependency, number[]>();
  packed.forEach((version, at) => {
    const unmet = (dependencies[at] ?? []).filter((entry) => entry.name === name && !meetsItself(entry, version));
    const unclear = (unreadable[at] ?? []).filter(({ kind }) => isDemand(kind));
    for (const entry of new Set([...unmet, ...unclear])) {
      const states = reasons.get(entry);
      if (states) states.push(at + 1);
      else reasons.set(entry, [at + 1]);
    }
  });
  const facts = Array.from(
    reasons,
    ([dependency, states]): Incompatibility => ({
      terms: [{ mod: id, set: fromMembers(states) }],
      cause: isUnreadable(dependency) ? { kind: "unreadable", dependency } : { kind: "self", dependency },
    }),
  );
  const isBase = origin === "builtin" && name === "base";
  return isBase ? [...facts, { terms: [{ mod: id, set: ABSENT }], cause: { kind: "always" } }] : facts;
}

/** Whether a release meets what it says of its own mod; `!` never is met. Source: contract R7. */
function meetsItself(entry: Dependency, packed: number): boolean {
  return entry.kind !== "incompatible" && setHas(entry.versions, packed);
}
