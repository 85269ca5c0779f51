import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  compareVersions,
  FactorioLockError,
  type GameBuild,
  type GamePlatform,
  type LockedGame,
  parseVersion,
  type Version,
} from "@factorio-lock/core";
import type { FoundGame } from "@factorio-lock/game";
import { usageError } from "../../command/usage-error.ts";
import { withGameServer } from "../../modpack/game-server.ts";
import { gamesDirectory, lockedGamePlace } from "../../modpack/games.ts";
import { releasesOf } from "../../modpack/lock-game.ts";
import type { NetworkOptions } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { findUpward, LOCKFILE_NAME, MANIFEST_NAME, placeAt } from "../../project/place.ts";
import type { GamesInstallResult } from "./result.ts";

/** The options of `games install`. */
export interface GamesInstallOptions extends Pick<NetworkOptions, "playerData" | "serverSettings"> {
  /** An exact version. Default: the locked one, else the newest stable one. */
  readonly version?: string | undefined;
  /** Default: the locked one's, else `headless`. */
  readonly build?: GameBuild | undefined;
}

/** The prefix of the folders in which an archive is being unpacked. */
const UNPACKING_PREFIX = ".unpacking-";

/**
 * Downloads a game, checks it against the locked or official SHA-256, and unpacks it into the user's data folder,
 * atomically.
 *
 * @throws FactorioLockError USAGE; FAILED if it cannot be unpacked; AUTH_*, CHECKSUM_MISMATCH, PORTAL_*
 */
export async function gamesInstall(context: Context, options: GamesInstallOptions = {}): Promise<GamesInstallResult> {
  const platform = platformOf(context);
  const wanted = await wantedGame(context, options);
  const folder = gamesDirectory(context);
  return withGameServer(context, options, async (server) => {
    const game =
      "sha256" in wanted ? wanted : pickRelease(await releasesOf(server, wanted.build, context.signal), wanted);
    const { build, version } = game;
    const sha256 = game.sha256[platform];
    if (sha256 === undefined) {
      throw new FactorioLockError("FAILED", `There is no Factorio ${version.text} (${build}) for this system.`, {
        hint:
          build === "headless"
            ? "a headless server runs on Linux; `--build alpha` or `--build expansion` fetches the game."
            : "install it from Steam or factorio.com, and name it by --game DIR.",
      });
    }
    const place = lockedGamePlace(context, game);
    const result = { version: version.text, kind: build, directory: place.directory, sha256 };
    if (isInstalled(place.directory)) return { ...result, present: true };
    const { fetchFile } = await import("@factorio-lock/fetcher");
    const { gameServerError } = await import("@factorio-lock/portal");
    const { makeFolder, takeLock } = await import("@factorio-lock/disk");
    makeFolder(folder);
    const held = await takeLock(folder, "games.lock", {
      command: "factorio-lock games install",
      limit: Number.POSITIVE_INFINITY,
      signal: context.signal,
    });
    if (held.kind === "aborted") context.signal.throwIfAborted();
    try {
      // Only the holder of the lock unpacks, so that these folders were left by a process that was killed.
      for (const name of readdirSync(folder))
        if (name.startsWith(UNPACKING_PREFIX)) rmSync(join(folder, name), { recursive: true, force: true });
      if (isInstalled(place.directory)) return { ...result, present: true };
      const archive = await fetchFile(
        {
          name: "factorio",
          version,
          fileName: `factorio-${build}_${version.text}`,
          sha256,
          download: `/get-download/${version.text}/${build}/${platform}`,
        },
        {
          folder: join(context.cacheDirectory, "v1", "games"),
          server,
          signal: context.signal,
          onEvent: (event) => context.onEvent({ kind: "fetch", event }),
        },
      ).catch((error: unknown) => {
        throw gameServerError(error);
      });
      context.onEvent({ kind: "note", text: `Unpacking Factorio ${version.text} …` });
      await unpack(context, archive, folder, place, version);
      await rm(archive, { force: true });
      return { ...result, present: false };
    } finally {
      if (held.kind === "held") held.lock.release();
    }
  });
}

/** The download server's name for this platform. */
function platformOf({ platform }: Context): GamePlatform {
  if (platform === "win32") return "win64-manual";
  if (platform !== "darwin") return "linux64";
  throw new FactorioLockError("FAILED", "For macOS the game comes as a disk image, which is not unpacked here.", {
    hint: "install it from Steam or factorio.com; `factorio-lock games` finds it.",
  });
}

/** The locked game, with its hashes, if the options ask for no other; else the build and version they ask for. */
async function wantedGame(
  context: Context,
  options: GamesInstallOptions,
): Promise<LockedGame | { readonly build: GameBuild; readonly version: Version | undefined }> {
  const version = options.version === undefined ? undefined : parseVersion(options.version);
  if (options.version !== undefined && (!version || version.text.split(".").length !== 3)) {
    throw usageError(`"${options.version}" is not an exact version of the game.`, "write three numbers, like 2.0.77.");
  }
  const root = findUpward(context.cwd, MANIFEST_NAME) ?? findUpward(context.cwd, LOCKFILE_NAME);
  const locked = root === undefined ? undefined : (await readLock(placeAt(root)))?.lockfile.game;
  const isLocked =
    locked &&
    (options.build ?? locked.build) === locked.build &&
    (!version || compareVersions(version, locked.version) === 0);
  return locked && isLocked ? locked : { build: options.build ?? locked?.build ?? "headless", version };
}

function pickRelease(
  { releases, stable }: Awaited<ReturnType<typeof releasesOf>>,
  { build, version = stable }: { readonly build: GameBuild; readonly version: Version | undefined },
): LockedGame {
  const game = version && releases.find((release) => compareVersions(release.version, version) === 0);
  if (game) return game;
  throw new FactorioLockError(
    "FAILED",
    `The official list of SHA-256 has no Factorio ${version?.text ?? ""} (${build}).`,
    {
      hint: "check the version: it has three numbers; without one the newest stable is taken.",
    },
  );
}

function isInstalled(directory: string): boolean {
  return existsSync(join(directory, "data", "base", "info.json"));
}

/** Unpacks an archive with the system's tar in a temporary folder, checks that it is that game, and moves it into place. */
async function unpack(
  context: Context,
  archive: string,
  folder: string,
  place: { readonly folder: string; readonly directory: string },
  version: Version,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const inside = mkdtempSync(join(folder, UNPACKING_PREFIX));
  try {
    await tar(context, archive, inside);
    const [top, ...others] = readdirSync(inside);
    if (top === undefined || others.length > 0) throw notTheGame(version, "it does not hold one folder");
    const { renameOver } = await import("@factorio-lock/disk");
    if (top !== "factorio") await renameOver(join(inside, top), join(inside, "factorio"));
    const { gameAt } = await import("@factorio-lock/game");
    let game: FoundGame;
    try {
      game = gameAt(context, join(inside, "factorio"));
    } catch {
      throw notTheGame(version, "there is no game in it");
    }
    if (game.version !== version.text) throw notTheGame(version, `it holds Factorio ${game.version}`);
    rmSync(place.folder, { recursive: true, force: true });
    await renameOver(inside, place.folder);
  } catch (error) {
    rmSync(inside, { recursive: true, force: true });
    // An archive that cannot be unpacked now cannot be unpacked later, so that it is deleted.
    await rm(archive, { force: true });
    throw error;
  }
}

function notTheGame(version: Version, fault: string): FactorioLockError {
  return new FactorioLockError("BAD_ARCHIVE", `The archive of Factorio ${version.text} is not the game: ${fault}.`, {
    hint: "its SHA-256 is the locked one: check where the lockfile comes from.",
  });
}

function tar({ platform, env, signal }: Context, archive: string, into: string): Promise<void> {
  const program = platform === "win32" ? join(env["SystemRoot"] || "C:\\Windows", "System32", "tar.exe") : "tar";
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ["-xf", archive, "-C", into],
      { signal, windowsHide: true, maxBuffer: 2 ** 20 },
      (error, _, stderr) => {
        if (!error) return resolve();
        if (signal.aborted) return reject(signal.reason as Error);
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        const reason = stderr.trim().split("\n")[0] ?? "";
        reject(
          new FactorioLockError(
            "FAILED",
            missing
              ? "The program tar, which unpacks the game, is not installed."
              : `The game cannot be unpacked: ${reason.slice(0, 200)}.`,
            {
              hint: unpackingHint(platform, missing || /xz/.test(stderr)),
              cause: error,
            },
          ),
        );
      },
    );
  });
}

function unpackingHint(platform: NodeJS.Platform, isMissing: boolean): string {
  if (!isMissing) return "the disk may be full: free some space and try again.";
  return platform === "win32"
    ? "Windows has it since 2018 (Windows 10, 1803): update Windows, or install the game yourself and name its folder by --game DIR."
    : "install tar and xz (Debian: `apt install tar xz-utils`).";
}
