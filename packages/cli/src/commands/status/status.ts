import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import {
  candidates,
  describeStaleReason,
  FactorioLockError,
  type Lockfile,
  type Release,
  rangeHas,
  withoutYoung,
} from "@factorio-lock/core";
import { ageLimitOf } from "../../modpack/age-limit.ts";
import { chooseGame } from "../../modpack/play/choose-game.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts } from "../../modpack/solve.ts";
import { reasonsOf } from "../../modpack/stale.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { readLock } from "../../project/lock.ts";
import { displayPath } from "../../project/place.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { StatusResult } from "./result.ts";

/** Summarises the modpack. @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID, LOCKFILE_INVALID. */
export async function status(context: Context): Promise<StatusResult> {
  const project = await openProject(context);
  const { manifest } = project;
  const lock = await readLock(project);
  const facts = await gatherFacts(project, {}).catch(ignoreOwnErrors);
  const reasons = lock && facts && !lock.conflicted ? reasonsOf(manifest, lock.lockfile, facts) : [];
  const state = !lock ? "missing" : lock.conflicted ? "conflicted" : reasons.length > 0 ? "stale" : "fresh";
  const directory = await directoryState(context, project, lock?.lockfile);
  const { newer, keptOut } = lock ? await findNewer(context, project, lock.lockfile) : NOTHING_NEWER;
  const game = lock ? await fittingGameVersion(context, lock.lockfile) : null;
  return {
    name: manifest.pack?.title ?? manifest.pack?.name ?? basename(project.root),
    factorio: manifest.factorio.text,
    expansion: manifest.expansion,
    mods: lock?.lockfile.mods.size ?? manifest.mods.size,
    lock: state,
    reasons: reasons.map(describeStaleReason),
    directory,
    newer,
    keptOut,
    game,
    next: nextCommands({
      isInstalled: state === "fresh" && directory.there === directory.wanted,
      newer,
      keptOut,
      game,
      directory,
    }),
  };
}

async function directoryState(
  context: Context,
  project: Project,
  lockfile: Lockfile | undefined,
): Promise<StatusResult["directory"]> {
  const path = displayPath(project.root, project.modDirectory);
  const files = [...(lockfile?.mods.values() ?? [])].flatMap((mod) => (mod.kind === "release" ? [mod.file] : []));
  const { ask: _, ...silent } = context;
  const allowed = await admitModDirectory(silent, project).then(
    () => true,
    (error: unknown) => ignoreOwnErrors(error) ?? false,
  );
  const names = new Set(allowed ? await readdir(project.modDirectory).catch(() => []) : []);
  return { path, there: files.filter((file) => names.has(file)).length, wanted: files.length, allowed };
}

/** The locked mods that have newer releases: those that could move, and those whose releases the manifest leaves out. */
type Newer = Pick<StatusResult, "newer" | "keptOut">;

const NOTHING_NEWER: Newer = { newer: [], keptOut: [] };

/** Uses only the portal's cached answers: a mod that is not cached counts as current. */
async function findNewer(context: Context, { manifest }: Project, lockfile: Lockfile): Promise<Newer> {
  return withMetadata(context, { offline: true }, async (metadata) => {
    const newer: string[] = [];
    const keptOut: string[] = [];
    const ageLimit = ageLimitOf(manifest, {});
    const age = { ...(ageLimit ? { ageLimit } : {}), requirements: manifest.mods };
    for (const [name, mod] of lockfile.mods) {
      if (mod.kind !== "release") continue;
      const info = await metadata.get(name).catch(ignoreOwnErrors);
      const releases = info ? candidates(withoutYoung(age, info), manifest.factorio.line) : [];
      const above = releases.filter(({ version }) => version.packed > mod.version.packed);
      const requirement = manifest.mods.get(name);
      const isAllowed = ({ version }: Release) =>
        requirement?.kind !== "range" || rangeHas(requirement.range, version.packed);
      if (above.some(isAllowed)) newer.push(name);
      else if (above.length > 0) keptOut.push(name);
    }
    return { newer, keptOut };
  });
}

async function fittingGameVersion(context: Context, lockfile: Lockfile): Promise<string | null> {
  const game = await chooseGame(context, lockfile, { server: false }).catch(ignoreOwnErrors);
  return game?.version ?? null;
}

/** For `.catch()`: swallows a `FactorioLockError` and rethrows anything else, which is a defect. */
function ignoreOwnErrors(error: unknown): undefined {
  if (!(error instanceof FactorioLockError)) throw error;
}

interface Situation extends Pick<StatusResult, "newer" | "keptOut" | "game" | "directory"> {
  readonly isInstalled: boolean;
}

function nextCommands({ isInstalled, newer, keptOut, game, directory }: Situation): string[] {
  const likely = [
    directory.allowed ? "" : "factorio-lock trust",
    isInstalled ? "" : "factorio-lock install",
    newer.length > 0 ? "factorio-lock update" : "",
    isInstalled && game !== null ? "factorio-lock launch" : "",
    newer.length + keptOut.length > 0 ? "factorio-lock outdated" : "",
    "factorio-lock add MOD",
    "factorio-lock outdated",
    "factorio-lock --help",
  ];
  return [...new Set(likely.filter((command) => command !== ""))].slice(0, 3);
}
