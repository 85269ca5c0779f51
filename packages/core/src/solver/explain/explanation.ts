import type { Version } from "../../version/version.ts";

/** Why a request has no answer. Source: contract R13. */
export interface Explanation {
  /** The facts that leave no answer, each needed for that. */
  readonly facts: readonly Fact[];
  /** The facts as sentences for a player, with what follows from them, down to the end. */
  readonly lines: readonly string[];
}

/** Something that is so. */
export interface Fact {
  /**
   * `manifest`: the manifest asks for a mod; `refused`: it keeps one out; `dependency`: what releases say of another
   * mod; `unusable`: releases that nobody can use; `cycle`: mods that wait for each other; `always`: `base` is there.
   */
  readonly kind: "manifest" | "refused" | "dependency" | "unusable" | "cycle" | "always";
  /** The fact as a sentence. */
  readonly text: string;
  /**
   * What cannot hold all at once. A dependency that no release of the other mod can meet names only the mod that has
   * it.
   */
  readonly terms: readonly FactTerm[];
}

/** The statement that a mod has one of these versions, or (`absent`) is not there. */
export interface FactTerm {
  readonly mod: string;
  readonly versions: readonly Version[];
  readonly absent: boolean;
}
