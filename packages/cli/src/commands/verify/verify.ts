import { statSync } from "node:fs";
import { join } from "node:path";
import {
  type DesiredState,
  type DirectoryState,
  FactorioLockError,
  type Lockfile,
  planInstall,
} from "@factorio-lock/core";
import { fileId } from "@factorio-lock/disk";
import type { VerifyProblem } from "@factorio-lock/game";
import { ifAccessible } from "../../modpack/if-accessible.ts";
import { desiredFor } from "../../modpack/place-mods.ts";
import { openArchives } from "../../modpack/services.ts";
import { installedBuiltins, type SolveOptions } from "../../modpack/solve.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { displayPath } from "../../project/place.ts";
import { lockedTarget } from "../../project/project.ts";
import type { VerifyResult } from "./result.ts";

/** Options of `verify`: the game whose builtin mods are expected in the mod list. */
export type VerifyOptions = Pick<SolveOptions, "game">;

/** The result, and the failure if something is wrong. */
export interface Verification {
  readonly result: VerifyResult;
  readonly failure: FactorioLockError | undefined;
}

/**
 * Compares the mod directory, and the store's archives of the same mods, with the lockfile by hashing every archive. Changes
 * nothing. An archive that is missing in the store is not a problem, as the store is only a cache; a missing `path` mod is.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; NOT_TRUSTED, NOT_A_MOD_DIRECTORY; FAILED if the directory
 *   cannot be read.
 */
export async function verify(context: Context, options: VerifyOptions = {}): Promise<Verification> {
  const target = await lockedTarget(context);
  await admitModDirectory(context, target);
  const { lockfile } = await demandLock(target);
  const { readModDirectory, verifyModDirectory } = await import("@factorio-lock/game");
  const { modDirectory } = target;
  const { signal } = context;
  const look = (wanted: DesiredState) => readModDirectory(modDirectory, { desired: wanted, signal });
  const gone = new Set<string>();
  const onGone = (name: string) => gone.add(name);
  const linked = await desiredFor(target, lockfile, { installed: await installedBuiltins(options), onGone });
  const hasPathMods = linked.mods.some(({ kind }) => kind === "path");
  const desired = hasPathMods ? withPlacedCopies(linked, await look(linked)) : linked;
  const found = await verifyModDirectory(modDirectory, desired, { signal });
  const placed = withMissingPaths(found, lockfile, gone);
  const kept = await verifyStore(context, modDirectory, lockfile);
  const directory = displayPath(target.root, modDirectory);
  const state = await look(desired);
  const problems = [...placed, ...kept];
  const result = { directory, mods: lockfile.mods.size, problems, others: countOthers(state, desired, placed) };
  if (problems.length === 0) return { result, failure: undefined };
  const inTheWay = placed.length > 0 && planInstall(desired, state).conflicts.length > 0;
  const listFault = state.modList ? undefined : state.hasModList ? "cannot be read" : "is missing";
  const shows = placed.some(({ file }) => file === "mod-list.json");
  return {
    result,
    failure: failureOf(directory, { placed, kept, gone, inTheWay, listFault: shows ? listFault : undefined }),
  };
}

/** The desired state, with the folder of a `path` mod as a copy if `install --copy` placed one. */
function withPlacedCopies(desired: DesiredState, { present }: DirectoryState): DesiredState {
  const names = new Set(present.map(({ fileName }) => fileName));
  const mods = desired.mods.map((mod) => {
    const copied = `${mod.name}_${mod.version.text}`;
    const isCopy = mod.kind === "path" && mod.fileName === mod.name && !names.has(mod.name) && names.has(copied);
    return isCopy ? { ...mod, fileName: copied, copy: true } : mod;
  });
  return { ...desired, mods };
}

/** The number of mods in the directory that are neither locked nor a problem: those that the mod list switches off. */
function countOthers({ present }: DirectoryState, { mods }: DesiredState, placed: readonly VerifyProblem[]): number {
  const files = new Set([...mods.map(({ fileName }) => fileName), ...placed.map(({ file }) => file)]);
  const sources = new Set(mods.map((mod) => (mod.kind === "path" ? mod.target : undefined)));
  return present.filter(({ fileName, path }) => !files.has(fileName) && !sources.has(path)).length;
}

/** The problems, with one for each missing `path` mod instead of those from comparing it. */
function withMissingPaths(
  found: readonly VerifyProblem[],
  { mods }: Lockfile,
  gone: ReadonlySet<string>,
): VerifyProblem[] {
  const compared = found.filter(({ mod, problem }) => !gone.has(mod) || !["missing", "checksum"].includes(problem));
  const missing = [...gone].map((mod): VerifyProblem => {
    const locked = mods.get(mod);
    return { mod, file: locked?.kind === "path" ? locked.path : mod, problem: "missing" };
  });
  return [...missing, ...compared];
}

/** The locked archives whose content in the store is different. Hard links to the mod directory are hashed only there. */
async function verifyStore(context: Context, modDirectory: string, lockfile: Lockfile): Promise<VerifyProblem[]> {
  const store = await openArchives(context);
  const kept = [...lockfile.mods].flatMap(([mod, locked]) => {
    if (locked.kind !== "release") return [];
    const file = store.archivePath(locked.sha1);
    const look = { throwIfNoEntry: false, bigint: true } as const;
    const stats = ifAccessible(() => statSync(file, look));
    const placed = stats && statSync(join(modDirectory, locked.file), look);
    const linked = placed && fileId(placed) === fileId(stats) && placed.dev === stats.dev;
    return stats && !linked ? [{ mod, file, sha1: locked.sha1 }] : [];
  });
  const { hashFiles } = await import("@factorio-lock/game");
  const hashes = await hashFiles(
    kept.map(({ file }) => file),
    { signal: context.signal },
  );
  return kept.flatMap(({ mod, file, sha1 }, at): VerifyProblem[] =>
    hashes[at] === sha1 ? [] : [{ mod, file, problem: hashes[at] === undefined ? "unreadable" : "checksum" }],
  );
}

/** Faults in the mod directory and in the store, and whether unmanaged files are in an install's way. */
interface Findings {
  readonly placed: readonly VerifyProblem[];
  readonly kept: readonly VerifyProblem[];
  /** The `path` mods that are missing on disk. */
  readonly gone: ReadonlySet<string>;
  readonly inTheWay: boolean;
  /** Why there is no mod list; undefined if there is one, or if no problem comes from that. */
  readonly listFault: "is missing" | "cannot be read" | undefined;
}

function failureOf(directory: string, { placed, kept, gone, inTheWay, listFault }: Findings): FactorioLockError {
  const all = [...placed, ...kept];
  const unread = new Set(all.filter(({ problem }) => problem === "unreadable").map(({ file }) => file));
  if (all.every(({ problem }) => problem === "unreadable")) return unreadFailure(directory, unread);
  const mods = new Set(all.map(({ mod }) => mod)).size;
  const where =
    kept.length === 0 ? `${directory}/ is` : placed.length === 0 ? "The store is" : `${directory}/ and the store are`;
  const differ = `${where} not what mods.lock says: ${mods} ${mods === 1 ? "mod differs" : "mods differ"}.`;
  const message = listFault ? `${differ} ${directory}/mod-list.json ${listFault}.` : differ;
  const restore =
    gone.size > 0 ? `put ${[...gone].join(", ")} back where mods.yaml says, or change its path there. Then ` : "";
  const install = inTheWay
    ? "`factorio-lock install --prune` puts it right, and moves files of others to a folder beside."
    : "`factorio-lock install` puts it right.";
  const sweep = "`factorio-lock cache verify` deletes the damaged archives of the store";
  const repair = `${restore}${install}`;
  const hint = kept.length === 0 ? repair : placed.length === 0 ? `${sweep}.` : `${sweep}. Then ${repair}`;
  return new FactorioLockError("VERIFY_FAILED", message, { hint });
}

/** The failure if nothing is known to be wrong, but some archives could not be read. */
function unreadFailure(directory: string, files: ReadonlySet<string>): FactorioLockError {
  const amount = files.size === 1 ? "1 archive" : `${files.size} archives`;
  return new FactorioLockError("VERIFY_FAILED", `${amount} of ${directory}/ or the store cannot be read.`, {
    hint: "end the program that has it open, or let this user read it, and run `factorio-lock verify` again.",
  });
}
