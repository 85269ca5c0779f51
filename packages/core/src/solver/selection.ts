import type { Warning } from "../error.ts";
import type { Release } from "../mod/release.ts";
import type { Version } from "../version/version.ts";

/** The solver's answer: what must be installed and enabled. */
export interface Selection {
  /** In name order. */
  readonly mods: readonly SelectedMod[];
  /** The builtin mods that must be enabled, in name order; `base` is always among them. */
  readonly builtin: readonly string[];
  /** The highest lower bound on a builtin mod among the selected releases. Source: contract R4. */
  readonly minimumFactorio: Version | undefined;
  readonly warnings: readonly Warning[];
}

/** A selected mod. */
export interface SelectedMod {
  readonly name: string;
  readonly release: Release;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
}
