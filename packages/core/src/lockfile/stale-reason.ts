import type { Dependency } from "../dependency/dependency.ts";
import type { GameBuild } from "../game/game-build.ts";
import type { GameVersion } from "../game/game-version.ts";
import { listOf } from "../text/list-of.ts";
import type { Range } from "../version/range.ts";
import type { Version } from "../version/version.ts";

/** Why a lockfile is out of date for a manifest. Source: docs/lockfile.md, "When it is stale". */
export type StaleReason =
  /** The manifest asks for a mod that is not locked. */
  | { readonly kind: "added"; readonly name: string }
  /** The manifest asks for a locked mod that it did not ask for when the lockfile was written. */
  | { readonly kind: "new-requirement"; readonly name: string }
  /** The manifest asked for a mod when the lockfile was written, and no longer does. */
  | { readonly kind: "removed"; readonly name: string }
  /** The manifest keeps a locked mod out. */
  | { readonly kind: "refused"; readonly name: string }
  /** The manifest no longer keeps out a mod that a locked mod recommends. */
  | { readonly kind: "allowed"; readonly name: string; readonly by: string }
  /** The locked version is not in the manifest's range. */
  | { readonly kind: "unmet-requirement"; readonly name: string; readonly version: string; readonly range: Range }
  /** The mod comes from another path; undefined stands for the portal. */
  | {
      readonly kind: "source-changed";
      readonly name: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
    }
  /** The info.json of a `path` mod differs from the lockfile. */
  | { readonly kind: "path-mod-changed"; readonly name: string; readonly from: Version; readonly to: Version }
  /** By its info.json, a `path` mod is made for another game line than the manifest's. */
  | { readonly kind: "path-mod-line"; readonly name: string; readonly line: string; readonly game: GameVersion }
  /** The manifest names another game line than the lockfile; mods load in one line only. */
  | { readonly kind: "game-line"; readonly from: GameVersion; readonly to: GameVersion }
  /** Locked builtin mods need the expansion, which the manifest says is absent. */
  | { readonly kind: "no-expansion"; readonly builtin: readonly string[] }
  /** The game (the installed one, if it is known, else any of the version) does not have a locked builtin mod. */
  | {
      readonly kind: "no-such-builtin";
      readonly name: string;
      readonly game: GameVersion;
      readonly installed: boolean;
    }
  /** A present mod requires one that is absent. */
  | { readonly kind: "missing"; readonly by: string; readonly dependency: Dependency }
  /** A present mod needs another version of a present mod. */
  | { readonly kind: "wrong-version"; readonly by: string; readonly dependency: Dependency; readonly version: string }
  /** Two mods that may not be present together. */
  | { readonly kind: "incompatible"; readonly by: string; readonly name: string }
  /** A present mod has a required dependency that cannot be read. */
  | { readonly kind: "unreadable"; readonly by: string; readonly text: string }
  /** A load-order cycle: each of these mods must load after the next, and the last after the first. */
  | { readonly kind: "cycle"; readonly names: readonly string[] }
  /** The manifest and the lockfile have different builds of the game; undefined stands for none. */
  | { readonly kind: "game-build"; readonly from: GameBuild | undefined; readonly to: GameBuild | undefined }
  /** The locked game does not fit the manifest's game version or a locked mod. */
  | { readonly kind: "game-version"; readonly version: string }
  /** Nothing asks for a locked mod. */
  | { readonly kind: "not-needed"; readonly name: string };

/** Describes a reason in one sentence for a player. */
export function describeStaleReason(reason: StaleReason): string {
  switch (reason.kind) {
    case "added":
      return `${reason.name} is in the manifest, but not in the lockfile.`;
    case "new-requirement":
      return `${reason.name} is new in the manifest.`;
    case "removed":
      return `${reason.name} is no longer in the manifest.`;
    case "refused":
      return `The manifest keeps ${reason.name} out, but it is locked.`;
    case "allowed":
      return `The manifest no longer keeps ${reason.name} out, and ${reason.by} recommends it.`;
    case "unmet-requirement":
      return `${reason.name} is locked at ${reason.version}, but the manifest asks for ${reason.range.text}.`;
    case "source-changed":
      return `${reason.name} is locked from ${placeOf(reason.from)}, but the manifest takes it from ${placeOf(reason.to)}.`;
    case "path-mod-changed":
      return reason.from.packed === reason.to.packed
        ? `The dependencies of ${reason.name} have changed in its info.json.`
        : `${reason.name} is locked at ${reason.from.text}, but its info.json now says ${reason.to.text}.`;
    case "path-mod-line":
      return `${reason.name} is made for Factorio ${reason.line} by its info.json, but the manifest is for Factorio ${reason.game.text}.`;
    case "game-line":
      return `The lockfile is for Factorio ${reason.from.text}, but the manifest is for Factorio ${reason.to.text}.`;
    case "no-expansion":
      return `The lockfile enables ${listOf(reason.builtin)}, but the manifest says \`expansion: false\`.`;
    case "no-such-builtin":
      return `The lockfile enables ${reason.name}, which ${reason.installed ? "the installed game" : `Factorio ${reason.game.text}`} does not have.`;
    case "missing":
      return `${reason.by} needs ${requirementText(reason.dependency)}, which is not in the lockfile.`;
    case "wrong-version":
      return `${reason.by} needs ${requirementText(reason.dependency)}, but the version is ${reason.version}.`;
    case "incompatible":
      return `${reason.by} is incompatible with ${reason.name}, and both are locked.`;
    case "unreadable":
      return `${reason.by} depends on ${JSON.stringify(reason.text)}, which cannot be read.`;
    case "cycle":
      return `These mods each want the next one loaded first: ${[...reason.names, reason.names[0]].join(", ")}.`;
    case "game-build":
      return reason.from === undefined
        ? `The manifest locks the game (${reason.to}), and the lockfile has none.`
        : `The lockfile has the game (${reason.from}), and the manifest ${reason.to === undefined ? "locks none" : `locks ${reason.to}`}.`;
    case "game-version":
      return `Factorio ${reason.version} is locked, which does not serve the mods and game version any more.`;
    case "not-needed":
      return `Nothing asks for ${reason.name}, which is locked.`;
  }
}

function placeOf(path: string | undefined): string {
  return path === undefined ? "the mod portal" : `the path ${path}`;
}

function requirementText({ name, constraint }: Dependency): string {
  return constraint ? `${name} ${constraint.operator} ${constraint.version.text}` : name;
}
