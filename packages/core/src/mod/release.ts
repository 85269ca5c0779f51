import type { Version } from "../version/version.ts";
import type { Sha1 } from "./sha1.ts";

/** One version of a mod, as described by the portal, the lockfile, or a `path` mod's info.json. */
export interface Release {
  readonly version: Version;
  /** `info_json.factorio_version`, word for word: `2.0`, sometimes `0.14.22`. */
  readonly factorioVersion: string;
  /** The dependency strings, word for word; undefined if info.json has no such key. */
  readonly dependencies: readonly string[] | undefined;
  /** `NAME_VERSION.zip` with the author's own version text. */
  readonly fileName: string;
  /** Undefined for a release that cannot be locked, and for a `path` mod. */
  readonly sha1: Sha1 | undefined;
  /** The portal's relative address: `/download/NAME/ID`. */
  readonly download: string;
  /** The portal's time stamp, ISO 8601, word for word. */
  readonly releasedAt: string;
}

/** The solver's input for one mod: its name and its releases, in any order. */
export interface ModInfo {
  readonly name: string;
  readonly title?: string;
  readonly deprecated?: boolean;
  readonly releases: readonly Release[];
}

/** The dependency strings of a release; `["base"]` if it has no `dependencies` key. Source: docs/rules.md, R3. */
export function dependencyStrings(release: Pick<Release, "dependencies">): readonly string[] {
  return release.dependencies ?? ["base"];
}
