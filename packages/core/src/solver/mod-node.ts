import { type Dependency, isDemand, isUnreadable, type UnreadableDependency } from "../dependency/dependency.ts";
import type { Release } from "../mod/release.ts";
import { setHas } from "../version/version-set.ts";
import { type Edge, makeEdges } from "./edge.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { ABSENT, complement, fromMembers, type IndexSet, NONE, union } from "./index-set.ts";

/** Why a mod has the candidates that it has, or none. Closed: the writer of explanations has words for each. */
export type Origin =
  /** Listed by the portal, perhaps with a locked release that is no longer listed. */
  | "portal"
  | "path"
  | "builtin"
  /** The manifest keeps it out. */
  | "refused"
  /** A builtin mod, but the manifest says that there is no expansion. */
  | "no-expansion"
  /** A builtin mod that this game does not have. */
  | "no-such-builtin"
  /** The portal does not know it. */
  | "unknown";

/** What a node is made of. */
export interface NodeFacts {
  readonly name: string;
  readonly origin: Origin;
  /** The candidates' packed versions, ascending. */
  readonly packed: readonly number[];
  /** What each candidate depends on, read. */
  readonly dependencies: readonly (readonly (Dependency | UnreadableDependency)[])[];
  /** The candidates; none of a builtin. */
  readonly releases: readonly Release[];
}

/** A mod in the search: a variable whose states are "absent" and its candidates. */
export interface ModNode extends NodeFacts {
  readonly id: number;
  /** The number of candidates; state `n` is the `n`th, oldest first. */
  readonly size: number;
  /** The states that no fact about this mod alone rules out. */
  readonly usable: IndexSet;
  /** The facts that rule out the others. */
  readonly unusable: readonly Incompatibility[];
  /** What its releases say of others. */
  readonly edges: readonly Edge[];
}

/** Makes the node of a mod. */
export function makeNode(id: number, facts: NodeFacts): ModNode {
  const size = facts.packed.length;
  const unusable = unusableFacts(id, facts);
  const ruledOut = unusable.reduce<IndexSet>((all, { terms }) => union(all, (terms[0] as Term).set), NONE);
  const edges: Edge[] = [];
  const node: ModNode = { ...facts, id, size, usable: complement(ruledOut, size), unusable, edges };
  edges.push(...makeEdges(node));
  return node;
}

/** What rules out states of a mod whatever else is there, each reason once. */
function unusableFacts(id: number, { name, origin, packed, dependencies }: NodeFacts): Incompatibility[] {
  const reasons = new Map<Dependency | UnreadableDependency, number[]>();
  dependencies.forEach((entries, at) => {
    for (const entry of entries) {
      const unmet = isUnreadable(entry)
        ? isDemand(entry.kind)
        : entry.name === name && !meetsItself(entry, packed[at] as number);
      if (!unmet) continue;
      const states = reasons.get(entry);
      if (!states) reasons.set(entry, [at + 1]);
      else if (states[states.length - 1] !== at + 1) states.push(at + 1);
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
