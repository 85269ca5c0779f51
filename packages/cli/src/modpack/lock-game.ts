import {
  chooseGameRelease,
  FactorioLockError,
  type GameBuild,
  type GamePlatform,
  type GameReleases,
  gameServes,
  type LockedGame,
  type Lockfile,
  parseVersion,
  type Version,
} from "@factorio-lock/core";
import type { GameServer } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import { readLock } from "../project/lock.ts";
import type { Project } from "../project/project.ts";
import { withGameServer } from "./game-server.ts";

/** Options of `lockGame`. */
interface LockGameOptions {
  /** Take the newest version even if another is locked. */
  readonly fresh: boolean;
  readonly offline: boolean;
}

/**
 * Adds the game that the manifest asks for to a lockfile: the locked one if it fits the mods, else the newest that does.
 * Source: docs/lockfile.md.
 *
 * @throws FactorioLockError NO_SOLUTION if the server has none that fits; OFFLINE; PORTAL_*
 */
export async function lockGame(
  context: Context,
  project: Project,
  lockfile: Lockfile,
  options: LockGameOptions,
): Promise<Lockfile> {
  const build = project.manifest.game;
  if (!build) return lockfile;
  const locked = await readLock(project).catch(() => undefined);
  const kept = locked?.lockfile.game;
  const holds = kept?.build === build && gameServes(lockfile, kept.version);
  if (kept && holds && (!options.fresh || options.offline)) return { ...lockfile, game: kept };
  if (options.offline) {
    throw new FactorioLockError(
      "OFFLINE",
      "The game of this modpack is not locked yet, and nothing may be asked offline.",
      {
        hint: "run the command once without --offline.",
      },
    );
  }
  const available = await withGameServer(context, {}, (server) => releasesOf(server, build, context.signal));
  const game = chooseGameRelease(lockfile, available);
  if (game) return { ...lockfile, game };
  throw new FactorioLockError(
    "NO_SOLUTION",
    `The download server has no Factorio (${build}) that serves these mods and Factorio ${lockfile.factorio.text}.`,
    {
      explanation: lockfile.minimumFactorio
        ? [`The mods need at least Factorio ${lockfile.minimumFactorio.text}.`]
        : [],
      hint: "name another version by `factorio-lock set factorio VERSION`, or leave the key `game` out of mods.yaml.",
    },
  );
}

/** The server's releases of one build: every version in its list of SHA-256 hashes, and the newest stable one. */
export async function releasesOf(server: GameServer, build: GameBuild, signal: AbortSignal): Promise<GameReleases> {
  const [newest, sums] = await Promise.all([server.newest({ signal }), server.sums({ signal })]);
  const releases = readSums(sums).filter((game) => game.build === build);
  if (releases.length === 0) {
    throw new FactorioLockError("PORTAL_ERROR", `The download server's list of SHA-256 names no Factorio (${build}).`, {
      hint: "open a web browser: this network may want you to sign in first. Otherwise try again later.",
    });
  }
  const stable = newest.stable[build];
  return { releases, stable: stable === undefined ? undefined : parseVersion(stable) };
}

const ROW = /^([0-9a-f]{64})\s+\*?(\S{1,200})$/;

/** The names of the game's archives, by build and platform. */
const NAMES: readonly (readonly [GameBuild, GamePlatform, RegExp])[] = [
  ["headless", "linux64", /^factorio[-_]headless[-_](?:linux|x64)[-_](\d+\.\d+\.\d+)\.tar\.xz$/],
  ["expansion", "linux64", /^factorio[-_]space[-_]age[-_](?:linux|x64)[-_](\d+\.\d+\.\d+)\.tar\.xz$/],
  ["expansion", "win64-manual", /^factorio[-_]space[-_]age[-_](?:win|win64|x64)[-_](\d+\.\d+\.\d+)\.zip$/i],
  ["expansion", "osx", /^factorio[-_]space[-_]age[-_](?:mac|osx)[-_](\d+\.\d+\.\d+)\.dmg$/],
  ["alpha", "linux64", /^factorio(?:[-_]alpha)?[-_](?:linux|x64)[-_](\d+\.\d+\.\d+)\.tar\.xz$/],
  ["alpha", "win64-manual", /^factorio(?:[-_]alpha)?[-_](?:win|win64|x64)[-_](\d+\.\d+\.\d+)\.zip$/i],
  ["alpha", "osx", /^factorio(?:[-_]alpha)?[-_](?:mac|osx)[-_](\d+\.\d+\.\d+)\.dmg$/],
];

/** Parses a list of SHA-256 hashes; lines about other files are left out. */
function readSums(text: string): LockedGame[] {
  const games = new Map<
    string,
    { build: GameBuild; version: Version; sha256: Partial<Record<GamePlatform, string>> }
  >();
  for (const row of text.split(/\r?\n/)) {
    const [, sum, file] = ROW.exec(row.trim()) ?? [];
    if (sum === undefined || file === undefined) continue;
    for (const [build, platform, pattern] of NAMES) {
      const version = parseVersion(pattern.exec(file)?.[1] ?? "");
      if (!version) continue;
      const key = `${build} ${version.packed}`;
      const game = games.get(key) ?? { build, version, sha256: {} };
      game.sha256[platform] = sum;
      games.set(key, game);
    }
  }
  return [...games.values()];
}
