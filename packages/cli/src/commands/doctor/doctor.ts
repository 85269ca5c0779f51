import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { isHomeless, noHome } from "@factorio-lock/fetcher";
import { LIBRARIES } from "../../libraries.ts";
import { gamesHere, lockedGameHere, namedGame } from "../../modpack/games.ts";
import { gameMismatch, type Misfit, misfitOf } from "../../modpack/play/game-fit.ts";
import { credentialsOf, missingHintOf, type NetworkOptions, withPortal } from "../../modpack/services.ts";
import { gatherFacts } from "../../modpack/solve.ts";
import { lockfileStale, reasonsOf } from "../../modpack/stale.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { displayPath, findUpward, LOCKFILE_NAME, MANIFEST_NAME, type Place } from "../../project/place.ts";
import { lockedTarget, openProject, type Project } from "../../project/project.ts";
import { count } from "../../report/line.ts";
import type { Check, DoctorResult } from "./result.ts";

/** Where a lockfile is, with or without a manifest. */
type Target = Place & { readonly modDirectory: string };

/** The oldest supported Node.js. */
const OLDEST_NODE = [20, 19] as const;

/** Checks everything that an install needs. Changes nothing, but creates the folder of the cache. */
export async function doctor(context: Context, options: NetworkOptions = {}): Promise<DoctorResult> {
  const checks = [nodeCheck(process.versions.node)];
  let project: Project | undefined;
  let target: Target | undefined;
  try {
    project = await openProject(context);
    target = project;
    checks.push(
      good(
        "manifest",
        `${project.manifestPath} is in order: ${count(project.manifest.mods.size, "entry", "entries")} for Factorio ${project.manifest.factorio.text}.`,
      ),
    );
  } catch (error) {
    target = await bareTarget(context);
    checks.push(target ? noManifest(target) : fromError("manifest", error, "MANIFEST_NOT_FOUND"));
  }
  if (target) {
    checks.push(await lockfileCheck(target, project));
    const refused = await admissionFault({ ...context, ask: undefined }, target);
    checks.push(...(refused ? [refused] : [await modDirectoryCheck(target), await gameCheck(target)]));
    checks.push(...(await gameVersionCheck(context, target)));
    if (refused) target = undefined;
  }
  checks.push(await cacheCheck(context, target), await portalCheck(context, options));
  checks.push(await credentialsCheck(context, options, target));
  return { checks, libraries: LIBRARIES };
}

/** The failure if a check is bad; undefined otherwise. */
export function doctorFailure({ checks }: DoctorResult): FactorioLockError | undefined {
  const bad = checks.filter(({ status }) => status === "bad");
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name).join(", ");
  return new FactorioLockError("FAILED", `Not in order: ${names}.`, {
    hint: "the line of each says what is wrong, and what helps.",
  });
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (!old) return good("node", `Node.js ${version}.`);
  return {
    name: "node",
    status: "bad",
    message: `Node.js ${version} is too old.`,
    hint: `install Node.js ${OLDEST_NODE.join(".")} or newer.`,
  };
}

/** Finds a lockfile without a manifest, as on a server; undefined if there is a manifest or no lockfile. */
async function bareTarget(context: Context): Promise<Target | undefined> {
  const isBare =
    findUpward(context.cwd, MANIFEST_NAME) === undefined && findUpward(context.cwd, LOCKFILE_NAME) !== undefined;
  return isBare ? lockedTarget(context) : undefined;
}

function noManifest({ root }: Target): Check {
  return good(
    "manifest",
    `There is only mods.lock in ${root}: \`factorio-lock install --frozen\` installs it as it is.`,
  );
}

async function lockfileCheck(target: Target, project: Project | undefined): Promise<Check> {
  try {
    const lock = await readLock(target);
    if (!lock)
      return {
        name: "lockfile",
        status: "doubtful",
        message: "There is no mods.lock yet.",
        hint: "`factorio-lock lock` writes it.",
      };
    if (lock.conflicted)
      return {
        name: "lockfile",
        status: "bad",
        message: "mods.lock holds both sides of a git conflict.",
        hint: "`factorio-lock lock` merges them.",
      };
    if (!project) return good("lockfile", `mods.lock is in order with ${count(lock.lockfile.mods.size, "mod")}.`);
    const reasons = reasonsOf(project.manifest, lock.lockfile, await gatherFacts(project, {}));
    if (reasons.length > 0) throw lockfileStale(reasons, "`factorio-lock lock` brings it up to date.");
    return good("lockfile", `mods.lock is up to date with ${count(lock.lockfile.mods.size, "mod")}.`);
  } catch (error) {
    return fromError("lockfile", error, "LOCKFILE_STALE");
  }
}

/** Checks whether the mod directory may be used: returns a bad check if not, else undefined. */
async function admissionFault(context: Context, target: Target): Promise<Check | undefined> {
  try {
    await admitModDirectory(context, target);
    return undefined;
  } catch (error) {
    return fromError("mod-directory", error);
  }
}

async function modDirectoryCheck({ root, modDirectory }: Target): Promise<Check> {
  const name = "mod-directory";
  const path = displayPath(root, modDirectory);
  const found = await stat(modDirectory).catch(() => undefined);
  if (!found) return { name, status: "doubtful", message: `${path} does not exist yet; install makes it.` };
  if (!found.isDirectory())
    return {
      name,
      status: "bad",
      message: `${path} is not a folder.`,
      hint: "`factorio-lock set modDirectory DIR` names another.",
    };
  const writable = await access(modDirectory, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return { name, status: "bad", message: `${path} cannot be written.`, hint: "change its owner or permissions." };
  return good(name, `${path} can be written.`);
}

async function gameCheck({ modDirectory }: Target): Promise<Check> {
  const { gameIsRunning } = await import("@factorio-lock/game");
  if (!gameIsRunning(modDirectory)) return good("game", "The game is not running on this mod directory.");
  return {
    name: "game",
    status: "doubtful",
    message: "The game seems to be running on this mod directory.",
    hint: "close it before you install: it rewrites mod-list.json when it ends.",
  };
}

/** Checks that a game on this machine fits the lockfile; empty if there is no lockfile to compare with. */
async function gameVersionCheck(context: Context, target: Target): Promise<Check[]> {
  const name = "game-version";
  const lock = await readLock(target).catch(() => undefined);
  if (!lock || lock.conflicted) return [];
  const { lockfile } = lock;
  try {
    if (lockfile.game && !(await lockedGameHere(context, lockfile.game))) {
      const which = `Factorio ${lockfile.game.version.text} (${lockfile.game.build})`;
      const hint = "`factorio-lock games install` fetches it.";
      return [{ name, status: "doubtful", message: `${which}, which mods.lock names, is not on this machine.`, hint }];
    }
    const games = await gamesHere(context, namedGame(context, undefined));
    if (games.length === 0) return [{ name, status: "skipped", message: "No game was found on this machine." }];
    const serving = games.find((game) => !misfitOf(lockfile, game));
    if (serving)
      return [good(name, `Factorio ${serving.version} in ${serving.directory} can be played with mods.lock.`)];
    const misfits = games.map((game) => [game, misfitOf(lockfile, game) as Misfit] as const);
    const { message, hint } = gameMismatch(misfits);
    return [{ name, status: "doubtful", message, ...(hint === undefined ? {} : { hint }) }];
  } catch (error) {
    return [fromError(name, error)];
  }
}

async function cacheCheck(context: Context, target: Target | undefined): Promise<Check> {
  const { cacheDirectory } = context;
  if (isHomeless(cacheDirectory)) {
    const { message, hint = "" } = noHome();
    return { name: "cache", status: "bad", message, hint };
  }
  try {
    const { makeFolder } = await import("@factorio-lock/disk");
    makeFolder(cacheDirectory);
    await access(cacheDirectory, constants.W_OK);
    const here = (await stat(cacheDirectory)).dev;
    const mods = target && (await stat(target.modDirectory).catch(() => stat(dirname(target.modDirectory)))).dev;
    if (mods === undefined || mods === here) return good("cache", `${cacheDirectory} can be written.`);
    return {
      name: "cache",
      status: "doubtful",
      message: `${cacheDirectory} is on another disk than the mod directory, so mods are copied, not linked.`,
      hint: "name a cache on the same disk with --cache-dir or FACTORIO_LOCK_CACHE.",
    };
  } catch {
    return {
      name: "cache",
      status: "bad",
      message: `${cacheDirectory} cannot be written.`,
      hint: "name another with --cache-dir.",
    };
  }
}

async function portalCheck(context: Context, options: NetworkOptions): Promise<Check> {
  if (options.offline) return { name: "portal", status: "skipped", message: "The portal was not asked." };
  try {
    return await withPortal(context, options, async (portal) => {
      const start = context.now();
      await portal.list({ page: 1, pageSize: 1 }, { signal: context.signal });
      return good("portal", `${portal.url} answered in ${Math.round(context.now() - start)} ms.`);
    });
  } catch (error) {
    return fromError("portal", error);
  }
}

async function credentialsCheck(context: Context, options: NetworkOptions, target: Target | undefined): Promise<Check> {
  const name = "credentials";
  try {
    const credentials = await credentialsOf(context, {
      ...options,
      ...(target ? { modDirectory: target.modDirectory } : {}),
    });
    if (!credentials) {
      return {
        name,
        status: "doubtful",
        message: "There are none for this portal: it may refuse downloads.",
        hint: await missingHintOf(context),
      };
    }
    const whose = `${credentials.username}, from ${credentials.source}`;
    if (options.offline) return { name, status: "skipped", message: `${whose}; the portal was not asked.` };
    await withPortal(context, options, (portal) => portal.bookmarks(credentials, { signal: context.signal }));
    return good(name, `${whose}; the portal accepts them.`);
  } catch (error) {
    return fromError(name, error);
  }
}

function good(name: string, message: string): Check {
  return { name, status: "good", message };
}

/** Turns an error into a bad check, or into a doubtful one if its code is `mildCode`. */
function fromError(name: string, error: unknown, mildCode?: string): Check {
  if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
  const message = [error.message, ...error.explanation.filter((sentence) => !error.message.includes(sentence))].join(
    " ",
  );
  const status = error.code === mildCode ? "doubtful" : "bad";
  return { name, status, message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}
