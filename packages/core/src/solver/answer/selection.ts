import type { Warning } from "../../error.ts";
import type { Release } from "../../mod/release.ts";
import type { Sha1 } from "../../mod/sha1.ts";
import type { Version } from "../../version/version.ts";
import type { HeldBackMod } from "./held-back.ts";

/** The solver's answer: what must be installed and enabled. */
export interface Selection {
  /** In name order. */
  readonly mods: readonly SelectedMod[];
  /** The builtin mods that must be enabled, in name order; `base` is always among them. */
  readonly builtin: readonly string[];
  /** The highest lower bound on a builtin mod among the selected releases. Source: docs/rules.md, R4. */
  readonly minimumFactorio: Version | undefined;
  readonly warnings: readonly Warning[];
  /** The selected releases that must keep their locked bytes but have changed on the portal. */
  readonly changed: readonly ChangedRelease[];
  /** The manifest's mods that others hold below the newest release in their range, in name order. */
  readonly heldBack: readonly HeldBackMod[];
}

/** A locked version whose archive on the portal differs from the lockfile's. Source: docs/rules.md, R14. */
export interface ChangedRelease {
  readonly name: string;
  readonly version: Version;
  readonly locked: Sha1;
  readonly listed: Sha1;
}

/** A selected mod. */
export interface SelectedMod {
  readonly name: string;
  readonly release: Release;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
}
