import type { Dependency, UnreadableDependency } from "../../dependency/dependency.ts";
import type { Edge } from "./edge.ts";
import type { IndexSet } from "./index-set.ts";

/** A statement on one mod: its state is in `set`. */
export interface Term {
  /** The mod's id. */
  readonly mod: number;
  readonly set: IndexSet;
}

/** Terms that cannot all hold at once, about different mods, and why. No terms at all: nothing can hold. */
export interface Incompatibility {
  readonly terms: readonly Term[];
  readonly cause: Cause;
}

/** Why an incompatibility holds. Closed: the writer of explanations has words for each. */
export type Cause =
  /** The manifest asks for the mod, within a range. */
  | { readonly kind: "manifest" }
  /** The manifest keeps the mod out. */
  | { readonly kind: "refused" }
  /** `base` is always there. */
  | { readonly kind: "always" }
  /** Releases say something of another mod. */
  | { readonly kind: "dependency"; readonly edge: Edge }
  /** A dependency string that cannot be read makes a release unusable. Source: docs/rules.md, R6. */
  | { readonly kind: "unreadable"; readonly dependency: UnreadableDependency }
  /** A release says something of its own mod that it does not meet itself. Source: docs/rules.md, R7. */
  | { readonly kind: "self"; readonly dependency: Dependency }
  /** Each of the mods must be loaded before the next, and the last before the first. Source: docs/rules.md, R5. */
  | { readonly kind: "cycle"; readonly names: readonly string[] }
  /** It is so for the sake of a question: the mod was chosen before, or is the one asked about. */
  | { readonly kind: "assumed"; readonly why: "chosen" | "wanted" }
  /** It follows from `first` and, in this order, from each step by elimination of one mod. */
  | { readonly kind: "learned"; readonly first: Incompatibility; readonly steps: readonly Step[] }
  /** It follows from these facts, by a derivation that was too long to remember. */
  | { readonly kind: "summary"; readonly facts: readonly Incompatibility[] };

/** One step of a derivation: the mod that is eliminated, and the incompatibility that does it. */
export interface Step {
  readonly mod: number;
  readonly with: Incompatibility;
}
