import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import {
  diffLockfiles,
  FactorioLockError,
  hasConflictMarkers,
  type Lockfile,
  type Manifest,
  parseLockfile,
  parseManifest,
} from "@factorio-lock/core";
import { modChanges } from "../../modpack/change.ts";
import { changelogsOf } from "../../modpack/changelogs.ts";
import { type NetworkOptions, withMetadata } from "../../modpack/services.ts";
import { settingChanges } from "../../modpack/setting-changes.ts";
import type { Context } from "../../project/context.ts";
import { fileAtRevision } from "../../project/git.ts";
import { LOCKFILE_NAME, lockedPlace, MANIFEST_NAME, type Place } from "../../project/place.ts";
import { readText } from "../../project/read-text.ts";
import { withoutQuoting } from "../../project/without-quoting.ts";
import type { DiffResult } from "./result.ts";

/** Options of `diff`. */
export interface DiffOptions extends NetworkOptions {
  /** A file or git revision. Default `HEAD`. */
  readonly old?: string | undefined;
  /** A file or git revision. Default: the lockfile on disk. */
  readonly new?: string | undefined;
  /** Leave the changelogs out. */
  readonly noChangelog?: boolean | undefined;
}

/**
 * Compares two lockfiles, each a file or a git revision.
 *
 * @throws FactorioLockError USAGE for a side that is neither; LOCKFILE_MISSING, LOCKFILE_INVALID; FAILED without git.
 */
export async function diff(context: Context, options: DiffOptions = {}): Promise<DiffResult> {
  return (await compare(context, options)).result;
}

/** Two lockfiles, compared. */
export interface Comparison {
  readonly result: DiffResult;
  readonly before: Side;
  readonly after: Side;
}

/** Like `diff`, but also returns both sides. */
export async function compare(context: Context, options: DiffOptions = {}): Promise<Comparison> {
  const place = await lockedPlace(context);
  const before = await readSide(context, place, options.old ?? "HEAD");
  const after = await readSide(context, place, options.new);
  const found = diffLockfiles(before.lockfile, after.lockfile);
  const mods = modChanges(before.lockfile, after.lockfile).filter(({ change }) => change !== "unchanged");
  const wantsLogs = !options.noChangelog && mods.some(({ change }) => change === "updated");
  const changelogs = wantsLogs
    ? await withMetadata(context, options, (metadata) => changelogsOf(context, metadata, mods))
    : [];
  const result: DiffResult = {
    old: before.name,
    new: after.name,
    factorio: found.factorio ?? null,
    expansion: found.expansion ?? null,
    builtin: {
      added: found.builtin.filter(({ change }) => change === "added").map(({ name }) => name),
      removed: found.builtin.filter(({ change }) => change === "removed").map(({ name }) => name),
    },
    mods,
    settings:
      before.manifest && after.manifest ? settingChanges(before.manifest.settings, after.manifest.settings) : [],
    changelogs,
  };
  return { result, before, after };
}

/** Compares the lockfile on disk with an older one, and returns the older one, too. @throws like `diff`. */
export async function diffWith(
  context: Context,
  old: string,
  options: NetworkOptions,
): Promise<Pick<DiffResult, "old" | "changelogs"> & { readonly lockfile: Lockfile }> {
  const { before, result } = await compare(context, { ...options, old });
  return { old, lockfile: before.lockfile, changelogs: result.changelogs };
}

/** One side of a comparison. */
export interface Side {
  readonly name: string;
  readonly lockfile: Lockfile;
  /** Its manifest; undefined if the lockfile was copied elsewhere, or if the manifest cannot be read. */
  readonly manifest: Manifest | undefined;
}

/** Reads a side of the comparison; `given` is undefined for the lockfile on disk. */
async function readSide(context: Context, place: Place, given: string | undefined): Promise<Side> {
  if (given === undefined) return readFileSide(place.lockfilePath, LOCKFILE_NAME);
  const path = resolve(context.cwd, given);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) return readFileSide(path, relative(context.cwd, path).startsWith("..") ? path : given);
  const text = await fileAtRevision(context, place.root, given, LOCKFILE_NAME);
  if (text === undefined) throw missing(`${LOCKFILE_NAME} of ${given}`);
  const lockfile = await parseUnconflicted(text, `${given}:${LOCKFILE_NAME}`);
  return {
    name: given,
    lockfile,
    manifest: readableManifest(await fileAtRevision(context, place.root, given, MANIFEST_NAME)),
  };
}

async function readFileSide(path: string, name: string): Promise<Side> {
  return withoutQuoting(dirname(path), path, async () => {
    const text = await readText(path, "LOCKFILE_INVALID");
    if (text === undefined) throw missing(name);
    const lockfile = await parseUnconflicted(text, name);
    // The manifest beside a copy under another name is the current one, which the copy does not belong to.
    const isOwn = basename(path) === LOCKFILE_NAME;
    const manifest = isOwn ? await readText(join(dirname(path), MANIFEST_NAME), "MANIFEST_INVALID") : undefined;
    return { name, lockfile, manifest: readableManifest(manifest) };
  });
}

function readableManifest(text: string | undefined): Manifest | undefined {
  if (text === undefined) return undefined;
  try {
    return parseManifest(text, MANIFEST_NAME);
  } catch (error) {
    if (error instanceof FactorioLockError) return undefined;
    throw error;
  }
}

async function parseUnconflicted(text: string, name: string): Promise<Lockfile> {
  if (!hasConflictMarkers(text)) return parseLockfile(text, name);
  throw new FactorioLockError("LOCKFILE_STALE", `${name} holds both sides of a git conflict.`, {
    hint: "run `factorio-lock lock`: it merges both sides and solves again.",
  });
}

function missing(name: string): FactorioLockError {
  return new FactorioLockError("LOCKFILE_MISSING", `There is no ${name} to compare.`, {
    hint: "run `factorio-lock lock` to write mods.lock, and commit it.",
  });
}
