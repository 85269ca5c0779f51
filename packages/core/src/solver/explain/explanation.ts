import type { DependencyKind } from "../../dependency/dependency.ts";
import type { Version } from "../../version/version.ts";

/** Why a request has no answer. Source: docs/rules.md, R13. */
export interface Explanation {
  /** Facts that alone leave no answer; as few as were found to suffice. */
  readonly facts: readonly Fact[];
  /**
   * Sentences for a player: the facts and what follows from them, down to the contradiction, and then further reasons
   * if there are any.
   */
  readonly lines: readonly string[];
}

/** A fact about the request. */
export interface Fact {
  /**
   * `manifest`: the manifest asks for a mod; `refused`: it keeps one out; `dependency`: releases have entries for
   * another mod; `unusable`: releases that can never be used; `cycle`: mods that wait for each other; `always`: `base`
   * is present.
   */
  readonly kind: "manifest" | "refused" | "dependency" | "unusable" | "cycle" | "always";
  /** The fact as a sentence. */
  readonly text: string;
  /**
   * The terms that cannot all hold. If no release of the other mod can meet a dependency, only the mod that has the
   * dependency is named.
   */
  readonly terms: readonly FactTerm[];
  /** The fact as edges of a graph; absent if it is about a single mod. */
  readonly links?: readonly FactLink[];
}

/** An edge from a mod, or the manifest, to another mod. */
export interface FactLink {
  /** Undefined for the manifest. */
  readonly from: string | undefined;
  readonly to: string;
  readonly kind: DependencyKind | "manifest" | "before";
  /** The version that is asked for; undefined if any version will do or the releases ask for different things. */
  readonly constraint: string | undefined;
}

/** States that a mod has one of these versions or (`absent`) is not present. */
export interface FactTerm {
  readonly mod: string;
  readonly versions: readonly Version[];
  readonly absent: boolean;
}
