import type { InstalledBuiltin } from "../game/builtins.ts";
import { builtinMods } from "../game/builtins.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import type { Sha1 } from "../mod/sha1.ts";
import type { Version } from "../version/version.ts";

/** The intended contents of a mod directory. */
export interface DesiredState {
  /** In name order. */
  readonly mods: readonly DesiredMod[];
  /** Every builtin mod of the game version, and whether it is enabled. */
  readonly builtins: ReadonlyMap<string, boolean>;
  /** Whether unmanaged files are moved to a folder next to the mod directory instead of being disabled. */
  readonly prune: boolean;
}

/** A mod that must be present. */
export type DesiredMod = DesiredArchive | DesiredPath;

/** An archive in the store. */
export interface DesiredArchive {
  readonly kind: "archive";
  readonly name: string;
  readonly version: Version;
  /** Its name in the mod directory: `NAME_VERSION.zip`. */
  readonly fileName: string;
  readonly sha1: Sha1;
}

/** A folder or zip on this machine. */
export interface DesiredPath {
  readonly kind: "path";
  readonly name: string;
  readonly version: Version;
  /** Its name in the mod directory: `NAME` for a linked folder, `NAME_VERSION` for a copied one, with `.zip` for a zip. */
  readonly fileName: string;
  /** The absolute path of the original. */
  readonly target: string;
  /** A value that changes whenever the content changes. */
  readonly fingerprint: string;
  /** Whether it is copied even if a link is possible. */
  readonly copy: boolean;
}

/** The location of a `path` mod on this machine. */
export interface PathPlace {
  readonly kind: "folder" | "archive";
  /** An absolute path. */
  readonly target: string;
  readonly fingerprint: string;
}

/** Inputs to the desired state besides the lockfile. */
export interface DesiredOptions {
  /** The `path` mods of the lockfile, by mod name; all of them must be given. */
  readonly paths?: ReadonlyMap<string, PathPlace>;
  /** The builtin mods of an installed game. */
  readonly installed?: readonly InstalledBuiltin[];
  readonly prune?: boolean;
  readonly copy?: boolean;
}

/**
 * Derives the intended contents of the mod directory from a lockfile.
 *
 * @throws FactorioLockError `USAGE` if the installed game is of another line than the lockfile
 * @throws Error if a `path` mod of the lockfile is missing from `options.paths`, which is a defect of the caller
 */
export function desiredState(lockfile: Lockfile, options: DesiredOptions = {}): DesiredState {
  const { paths, installed, prune = false, copy = false } = options;
  const builtins = new Map<string, boolean>();
  for (const name of builtinMods(lockfile.factorio, installed).keys()) builtins.set(name, false);
  for (const name of lockfile.builtin) builtins.set(name, true);
  const mods = [...lockfile.mods].map(([name, mod]): DesiredMod => {
    const { version } = mod;
    if (mod.kind === "release") return { kind: "archive", name, version, fileName: mod.file, sha1: mod.sha1 };
    const place = paths?.get(name);
    if (!place) throw new Error(`no place given for the path mod ${name}`);
    const { target, fingerprint } = place;
    const versioned = `${name}_${version.text}`;
    const fileName = place.kind === "archive" ? `${versioned}.zip` : copy ? versioned : name;
    return { kind: "path", name, version, fileName, target, fingerprint, copy };
  });
  return { mods, builtins, prune };
}
