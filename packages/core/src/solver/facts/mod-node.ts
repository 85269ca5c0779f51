import type { Dependency, UnreadableDependency } from "../../dependency/dependency.ts";
import type { Release } from "../../mod/release.ts";
import { gatherMentions, type Mentions } from "./mentions.ts";

/**
 * Where a mod's candidates come from, or why it has none. A closed union, since explanations have words for each kind.
 */
export type Origin =
  /** Listed by the portal; a locked release that is no longer listed may be added. */
  | "portal"
  | "path"
  | "builtin"
  /** The manifest keeps it out. */
  | "refused"
  /** A builtin mod, but the manifest says that there is no expansion. */
  | "no-expansion"
  /** A builtin mod that this game does not have. */
  | "no-such-builtin"
  /** The portal does not have it. */
  | "unknown";

/** The search's input for one mod. */
export interface ModFacts {
  readonly name: string;
  readonly origin: Origin;
  /** The candidates' packed versions, ascending. */
  readonly packed: readonly number[];
  /** The readable dependencies of each candidate. */
  readonly dependencies: readonly (readonly Dependency[])[];
  /** The unreadable dependency strings of each candidate. */
  readonly unreadable: readonly (readonly UnreadableDependency[])[];
  /** The candidates; empty for a builtin mod. */
  readonly releases: readonly Release[];
}

/** The prepared data of a node, which any number of searches can share. */
export interface NodeFacts extends ModFacts {
  readonly mentions: Mentions;
}

/** Prepares a mod's data for the search. */
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
