import type { Dependency, UnreadableDependency } from "../../dependency/dependency.ts";
import type { Edge } from "./edge.ts";
import type { IndexSet } from "./index-set.ts";

/** A statement about one mod: its state is in `set`. */
export interface Term {
  /** The mod's id. */
  readonly mod: number;
  readonly set: IndexSet;
}

/** Terms about different mods that cannot all hold at once, with the cause. Without terms it is a contradiction. */
export interface Incompatibility {
  readonly terms: readonly Term[];
  readonly cause: Cause;
}

/** Why an incompatibility holds. A closed union, since explanations have words for each kind. */
export type Cause =
  /** The manifest asks for the mod, within a range. */
  | { readonly kind: "manifest" }
  /** The manifest keeps the mod out. */
  | { readonly kind: "refused" }
  /** `base` is always present. */
  | { readonly kind: "always" }
  /** Releases of one mod have dependency entries that exclude some states of another mod. */
  | { readonly kind: "dependency"; readonly edge: Edge }
  /** A dependency string that cannot be read makes releases unusable. Source: docs/rules.md, R6. */
  | { readonly kind: "unreadable"; readonly dependency: UnreadableDependency }
  /** Releases have a dependency entry on their own mod that excludes their own version. Source: docs/rules.md, R7. */
  | { readonly kind: "self"; readonly dependency: Dependency }
  /** A load-order cycle: each of the mods waits for the next, and the last for the first. Source: docs/rules.md, R5. */
  | { readonly kind: "cycle"; readonly names: readonly string[] }
  /**
   * Not a fact, but an assumption of one trial: `chosen` for what the trial takes as settled (a mod keeps its release or a newer
   * one, or there is no expansion), `wanted` for what it tests.
   */
  | { readonly kind: "assumed"; readonly why: "chosen" | "wanted" }
  /** It follows from `first` by the steps in this order, each of which eliminates one mod. */
  | { readonly kind: "learned"; readonly first: Incompatibility; readonly steps: readonly Step[] }
  /** It follows from these facts, by a derivation that was too long to keep. */
  | { readonly kind: "summary"; readonly facts: readonly Incompatibility[] };

/** A step of a derivation: the mod that is eliminated, and the incompatibility that it is resolved with. */
export interface Step {
  readonly mod: number;
  readonly with: Incompatibility;
}
