import type { Lockfile } from "../lockfile/lockfile.ts";
import { presentMods } from "../lockfile/present-mods.ts";
import { selectionFaults } from "../lockfile/selection-faults.ts";
import type { Version } from "../version/version.ts";
import { compareVersions } from "../version/version.ts";
import type { GameBuild } from "./game-build.ts";
import { formatLine, type GameVersion, parseGameVersion } from "./game-version.ts";

/** A platform as the download server calls it: `linux64`, `win64-manual`, `osx`. */
export type GamePlatform = "linux64" | "win64-manual" | "osx";

/** Every platform, in the order of a lockfile. */
export const GAME_PLATFORMS: readonly GamePlatform[] = ["linux64", "osx", "win64-manual"];

/** A game that can be downloaded, as a lockfile holds it. Source: docs/lockfile.md. */
export interface LockedGame {
  readonly build: GameBuild;
  /** Exact. */
  readonly version: Version;
  /** The SHA-256 of each platform's archive, in hex. */
  readonly sha256: Readonly<Partial<Record<GamePlatform, string>>>;
}

/** The releases of one build that the download server offers. */
export interface GameReleases {
  readonly releases: readonly LockedGame[];
  /** The newest stable version. */
  readonly stable: Version | undefined;
}

/** Whether a version of the game serves a lockfile: the manifest's game version, and every bound of a locked mod. */
export function gameServes(lockfile: Lockfile, version: Version): boolean {
  const game = parseGameVersion(version.text);
  return game !== undefined && servesManifest(lockfile.factorio, game) && boundsHold(lockfile, game);
}

function servesManifest(wanted: GameVersion, game: GameVersion): boolean {
  return wanted.exact ? wanted.packed === game.packed : formatLine(wanted.line) === formatLine(game.line);
}

function boundsHold(lockfile: Lockfile, game: GameVersion): boolean {
  const present = presentMods(lockfile, game);
  for (const fault of selectionFaults(present)) {
    if (fault.kind === "wrong-version" && present.get(fault.dependency.name)?.kind === "builtin") return false;
  }
  return true;
}

/**
 * The game to lock: the newest that serves, of those that are not newer than the stable one; of the experimental ones only
 * where the mods, or the manifest, need one. Undefined if none serves.
 */
export function chooseGameRelease(lockfile: Lockfile, { releases, stable }: GameReleases): LockedGame | undefined {
  const serving = releases
    .filter(({ version }) => gameServes(lockfile, version))
    .toSorted((a, b) => compareVersions(b.version, a.version));
  const isStable = ({ version }: LockedGame) => !stable || compareVersions(version, stable) <= 0;
  return serving.find(isStable) ?? serving[0];
}
