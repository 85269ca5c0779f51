import type { Dependency, UnreadableDependency } from "../../dependency/dependency.ts";
import type { Release } from "../../mod/release.ts";
import { gatherMentions, type Mentions } from "./mentions.ts";

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

/** The input of the search about one mod. */
export interface ModFacts {
  readonly name: string;
  readonly origin: Origin;
  /** The candidates' packed versions, ascending. */
  readonly packed: readonly number[];
  /** The dependencies of each candidate, as far as they can be read. */
  readonly dependencies: readonly (readonly Dependency[])[];
  /** The strings of each candidate that cannot be read. */
  readonly unreadable: readonly (readonly UnreadableDependency[])[];
  /** The candidates; none of a builtin. */
  readonly releases: readonly Release[];
}

/** The prepared data of a node. It can be shared by any number of searches. */
export interface NodeFacts extends ModFacts {
  readonly mentions: Mentions;
}

/** Prepares what is known of a mod for the search. */
export function nodeFacts(known: ModFacts): NodeFacts {
  return { ...known, mentions: gatherMentions(known.name, known.dependencies) };
}

/** A mod in the search: a variable whose states are "absent" and its candidates. */
export interface ModNode extends NodeFacts {
  readonly id: number;
  /** The number of candidates; state `n` is the `n`th, oldest first. */
  readonly size: number;
}

/** Makes the node of a mod. */
export function makeNode(id: number, facts: NodeFacts): ModNode {
  return { ...facts, id, size: facts.packed.length };
}
