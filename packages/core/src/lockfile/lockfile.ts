import type { GameVersion } from "../game/game-version.ts";
import type { LockedGame } from "../game/locked-game.ts";
import type { Requirements } from "../manifest/manifest.ts";
import type { Sha1 } from "../mod/sha1.ts";
import type { Version } from "../version/version.ts";

/** The `lockfileVersion` that this program writes, and the highest that it reads. */
export const LOCKFILE_VERSION = 1;

/** `mods.lock`, read and checked. Source: docs/lockfile.md. */
export interface Lockfile {
  readonly factorio: GameVersion;
  /** The highest lower bound on a builtin mod among the locked releases; undefined if there is none. */
  readonly minimumFactorio: Version | undefined;
  readonly expansion: boolean;
  /** The game itself, if the manifest locks it. */
  readonly game?: LockedGame | undefined;
  /** The manifest's mods, word for word, as they were when the lockfile was written. */
  readonly requirements: Requirements;
  /** The builtin mods that must be enabled, in name order. */
  readonly builtin: readonly string[];
  /** By mod name, in name order. */
  readonly mods: ReadonlyMap<string, LockedMod>;
}

/** One locked mod: a release on the portal, or a folder or zip on this machine. */
export type LockedMod = LockedRelease | LockedPath;

interface Locked {
  readonly version: Version;
  /** The dependency strings, word for word; undefined if info.json has no such key. */
  readonly dependencies: readonly string[] | undefined;
}

/** A release from the portal. */
export interface LockedRelease extends Locked {
  readonly kind: "release";
  readonly file: string;
  readonly sha1: Sha1;
  /** The portal's relative address. */
  readonly download: string;
  /** The portal's time stamp, word for word. */
  readonly released: string;
}

/** A `path` mod. */
export interface LockedPath extends Locked {
  readonly kind: "path";
  /** The manifest's text, with forward slashes. */
  readonly path: string;
}
