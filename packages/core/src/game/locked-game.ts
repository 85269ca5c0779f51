import type { Lockfile } from "../lockfile/lockfile.ts";
import { presentMods } from "../lockfile/present-mods.ts";
import { selectionFaults } from "../lockfile/selection-faults.ts";
import type { Version } from "../version/version.ts";
import { compareVersions } from "../version/version.ts";
import type { GameBuild } from "./game-build.ts";
import { formatLine, type GameVersion, parseGameVersion } from "./game-version.ts";

/** A platform as the download server names it: `linux64`, `win64-manual`, `osx`. */
export type GamePlatform = "linux64" | "win64-manual" | "osx";

/** Every platform, in the lockfile's order. */
export const GAME_PLATFORMS: readonly GamePlatform[] = ["linux64", "osx", "win64-manual"];

/** A downloadable game, as recorded in a lockfile. Source: docs/lockfile.md. */
export interface LockedGame {
  readonly build: GameBuild;
  /** An exact version. */
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

/** Whether a game version can play a lockfile: it fits the manifest's game version and every bound of a locked mod. */
export function gameServes(lockfile: Lockfile, version: Version): boolean {
  const game = parseGameVersion(version.text);
  return game !== undefined && fitsManifest(lockfile.factorio, game) && fitsBounds(lockfile, game);
}

function fitsManifest(wanted: GameVersion, game: GameVersion): boolean {
  return wanted.exact ? wanted.packed === game.packed : formatLine(wanted.line) === formatLine(game.line);
}

function fitsBounds(lockfile: Lockfile, game: GameVersion): boolean {
  const present = presentMods(lockfile, game);
  for (const fault of selectionFaults(present)) {
    if (fault.kind === "wrong-version" && present.get(fault.dependency.name)?.kind === "builtin") return false;
  }
  return true;
}

/**
 * The game to lock: the newest stable version that can play the lockfile, or the newest experimental one if the mods or
 * the manifest need it. Undefined if no version can.
 */
export function chooseGameRelease(lockfile: Lockfile, { releases, stable }: GameReleases): LockedGame | undefined {
  const suitable = releases
    .filter(({ version }) => gameServes(lockfile, version))
    .toSorted((a, b) => compareVersions(b.version, a.version));
  const isStable = ({ version }: LockedGame) => !stable || compareVersions(version, stable) <= 0;
  return suitable.find(isStable) ?? suitable[0];
}
