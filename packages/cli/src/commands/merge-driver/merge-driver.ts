import { readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  type ErrorCode,
  FactorioLockError,
  formatLine,
  formatLockfile,
  gameServes,
  type Lockfile,
  type Manifest,
  mergeLockfileSides,
  mergeManifests,
  parseLockfile,
  parseManifest,
  type Release,
  staleReasons,
} from "@factorio-lock/core";
import type { NetworkOptions } from "../../modpack/services.ts";
import { requestOf, solve } from "../../modpack/solve.ts";
import type { Context } from "../../project/context.ts";
import { LOCKFILE_NAME, MANIFEST_NAME, placeAt } from "../../project/place.ts";
import type { Project } from "../../project/project.ts";
import { runGit } from "../../project/run-git.ts";
import type { MergeDriverResult } from "./result.ts";

/** The files that git hands over. Absolute. */
export interface MergeFiles {
  readonly base: string;
  /** Receives the result. */
  readonly ours: string;
  readonly theirs: string;
  /** The file's path in the repository. */
  readonly path: string;
}

/** Failures that are defects or interruptions: turning them into a conflict would not help anybody. */
const DEFECTS: ReadonlySet<ErrorCode> = new Set(["INTERNAL", "INTERRUPTED"]);

/**
 * Merges three versions of a manifest or lockfile into `ours`. First git's usual conflict is written there, so that after
 * any failure neither side alone is mistaken for the merge.
 */
export async function mergeDriver(
  context: Context,
  files: MergeFiles,
  options: NetworkOptions = {},
): Promise<MergeDriverResult> {
  const [base, ours, theirs] = (await Promise.all(
    [files.base, files.ours, files.theirs].map((file) => readFile(file, "utf8")),
  )) as [string, string, string];
  const file = /^lockfileVersion:/m.test(ours) || /^lockfileVersion:/m.test(theirs) ? "lockfile" : "manifest";
  const byLines = await mergeByLines(context, files);
  // A line merge without conflict markers would look like a checked result, so that whole files are in conflict instead.
  await writeFile(files.ours, byLines && !byLines.isClean ? byLines.text : conflictOf(ours, theirs));
  try {
    const text =
      file === "lockfile"
        ? await mergeLocks(context, files, [base, ours, theirs], options)
        : mergeManifestTexts({ base, ours, theirs, ...(byLines?.isClean ? { byLines: byLines.text } : {}) });
    await writeFile(files.ours, text);
    return { file, merged: true, reason: null };
  } catch (error) {
    if (!(error instanceof FactorioLockError) || DEFECTS.has(error.code)) throw error;
    return { file, merged: false, reason: error.message };
  }
}

function mergeManifestTexts(sides: Parameters<typeof mergeManifests>[0]): string {
  const merge = mergeManifests(sides, MANIFEST_NAME);
  if (merge.kind === "merged") return merge.text;
  throw new FactorioLockError("FAILED", `Both sides changed ${merge.keys.join(", ")}.`);
}

/** Merges the requirements of the three lockfiles, and solves again. */
async function mergeLocks(
  context: Context,
  files: MergeFiles,
  [base, ours, theirs]: readonly [string, string, string],
  options: NetworkOptions,
): Promise<string> {
  const origin = base.trim() === "" ? undefined : await parseLockfile(base, `${LOCKFILE_NAME} (before both)`);
  const merge = mergeLockfileSides(
    origin,
    await parseLockfile(ours, `${LOCKFILE_NAME} (our side)`),
    await parseLockfile(theirs, `${LOCKFILE_NAME} (their side)`),
  );
  if (merge.conflicts.length > 0) {
    throw new FactorioLockError("FAILED", `Both sides changed ${merge.conflicts.join(", ")}.`);
  }
  // The portal's cached answers may be outdated: solving with them alone would be a guess.
  if (options.offline) throw new FactorioLockError("OFFLINE", "Solving again needs the network.");
  const { lockfile } = merge;
  const { factorio, expansion, requirements: mods } = lockfile;
  const manifest: Manifest = { ...parseManifest(`factorio: "${factorio.text}"\n`, ""), factorio, expansion, mods };
  const place = placeAt(resolve(context.cwd, dirname(files.path)));
  const project: Project = { ...place, manifestText: "", manifest, modDirectory: "", settings: undefined };
  const facts = { pathMods: pathModsOf(lockfile), installed: undefined };
  const solved = await solve(context, project, requestOf(manifest, facts, lockfile, options), options);
  const reasons = staleReasons(manifest, solved.lockfile, { pathMods: facts.pathMods });
  if (reasons.length > 0) throw new Error("the solver's answer does not fit its own question");
  // The locked game is kept if it fits the solution; if not, the next `lock` chooses one.
  const { game } = lockfile;
  const keeps = game && gameServes(solved.lockfile, game.version);
  return formatLockfile(keeps ? { ...solved.lockfile, game } : solved.lockfile);
}

/** The `path` mods as the lockfiles record them, because the folders on disk belong to one side or are half merged. */
function pathModsOf(lockfile: Lockfile): Map<string, Release> {
  const found = new Map<string, Release>();
  for (const [name, requirement] of lockfile.requirements) {
    if (requirement.kind !== "path") continue;
    const locked = lockfile.mods.get(name);
    if (locked?.kind !== "path")
      throw new FactorioLockError("FAILED", `Neither side locked ${name} as it is asked for.`);
    const { version, dependencies } = locked;
    found.set(name, {
      version,
      factorioVersion: formatLine(lockfile.factorio.line),
      dependencies,
      fileName: `${name}_${version.text}.zip`,
      sha1: undefined,
      download: "",
      releasedAt: "",
    });
  }
  return found;
}

/** Git's own merge by lines; undefined if git cannot be asked. */
async function mergeByLines(
  context: Context,
  { base, ours, theirs }: MergeFiles,
): Promise<{ readonly text: string; readonly isClean: boolean } | undefined> {
  const labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
  const args = ["merge-file", "-p", "-q", ...labels, "--", ours, base, theirs];
  const answer = await runGit(context, context.cwd, args, { also: "conflicts" });
  if (answer.kind !== "printed") return undefined;
  return { text: answer.text, isClean: !/^<{7} ours$/m.test(answer.text) };
}

/** A conflict between the two whole files. */
function conflictOf(ours: string, theirs: string): string {
  const withFinalNewline = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  return `<<<<<<< ours\n${withFinalNewline(ours)}=======\n${withFinalNewline(theirs)}>>>>>>> theirs\n`;
}
