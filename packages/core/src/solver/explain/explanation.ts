import type { DependencyKind } from "../../dependency/dependency.ts";
import type { Version } from "../../version/version.ts";

/** Why a request has no answer. Source: docs/rules.md, R13. */
export interface Explanation {
  /** Facts that alone leave no answer: as few as were found to do. */
  readonly facts: readonly Fact[];
  /** Sentences for a player: the facts with what follows from them, down to the end; then other reasons, where there are. */
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
   * The terms that cannot all hold. If no release of the other mod can meet a dependency, only the mod that
   * has it is named.
   */
  readonly terms: readonly FactTerm[];
  /** The fact as arrows, for a picture: who says what of which mod; absent where it speaks of one mod alone. */
  readonly links?: readonly FactLink[];
}

/** A statement about a mod. */
export interface FactLink {
  /** Undefined for the manifest. */
  readonly from: string | undefined;
  readonly to: string;
  readonly kind: DependencyKind | "manifest" | "before";
  /** The version that is asked for; undefined where any will do, or where releases ask for much. */
  readonly constraint: string | undefined;
}

/** The statement that a mod has one of these versions, or (`absent`) is not there. */
export interface FactTerm {
  readonly mod: string;
  readonly versions: readonly Version[];
  readonly absent: boolean;
}
