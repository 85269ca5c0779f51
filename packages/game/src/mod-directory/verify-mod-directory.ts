import { lutimesSync } from "node:fs";
import { join } from "node:path";
import {
  type DesiredPath,
  type DesiredState,
  type DirectoryMod,
  type DirectoryState,
  type ModListEntry,
  planInstall,
  readVersion,
  type Sha1,
} from "@factorio-lock/core";
import { controlOf } from "./control.ts";
import { hashFiles } from "./hash-files.ts";
import { readModDirectory } from "./read-mod-directory.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/**
 * The problems of a mod in a mod directory. `missing`; `checksum`: its content is not the locked content; `unreadable`:
 * it cannot be read, such as while another program has it open; `disabled`: the mod list does not load the locked
 * version; `enabled`: a builtin mod that should be off is on; `unlocked`: the game would load it, but it is not in the
 * lockfile.
 */
export const VERIFY_PROBLEMS = ["missing", "checksum", "unreadable", "disabled", "enabled", "unlocked"] as const;

/** A difference between a mod directory and its lockfile. Source: docs/commands.md, "verify". */
export interface VerifyProblem {
  readonly mod: string;
  /** The file in the mod directory; `mod-list.json` if only that is wrong; the path of a missing `path` mod. */
  readonly file: string;
  readonly problem: (typeof VERIFY_PROBLEMS)[number];
}

/**
 * Compares a mod directory with its intended state by hashing every archive, on all cores. The record is not trusted.
 * The only modification: if an archive changed although its stamp did not, its time is set to now, so that the next
 * install hashes it again, and the store does so too if it is the same file (a hard link).
 *
 * @throws FactorioLockError `FAILED` if the directory cannot be read
 */
export function verifyModDirectory(
  directory: string,
  desired: DesiredState,
  options: { readonly signal?: AbortSignal } = {},
): Promise<VerifyProblem[]> {
  return withExplainedErrors(directory, async () => {
    const state = await readModDirectory(directory, { ...options, desired });
    const present = new Map(state.present.map((mod) => [mod.fileName, mod]));
    const list = new Map(state.modList?.map((entry) => [entry.name, entry]));
    const archives = desired.mods.filter(({ fileName }) => present.get(fileName)?.kind === "archive");
    const real = controlOf(directory).directory;
    const paths = archives.map(({ fileName }) => join(real, fileName));
    const hashes = await hashFiles(paths, options);
    const hashOf = new Map(archives.map(({ fileName }, at) => [fileName, hashes[at]]));

    const problems: VerifyProblem[] = [];
    for (const mod of desired.mods) {
      const { name, fileName: file } = mod;
      const found = present.get(file);
      if (!found) problems.push({ mod: name, file, problem: "missing" });
      else if (mod.kind === "archive" ? hashOf.get(file) !== mod.sha1 : !isPathMod(found, mod)) {
        const isRead = mod.kind !== "archive" || hashOf.get(file) !== undefined;
        problems.push({ mod: name, file, problem: isRead ? "checksum" : "unreadable" });
        if (mod.kind === "archive") invalidateStamp(join(real, file), found, hashOf.get(file));
      }
      if (!loads(list.get(name), mod.version.packed)) problems.push({ mod: name, file, problem: "disabled" });
    }
    for (const [name, enabled] of desired.builtins) {
      const isOn = list.get(name)?.enabled ?? true;
      if (isOn !== enabled)
        problems.push({ mod: name, file: "mod-list.json", problem: enabled ? "disabled" : "enabled" });
    }
    return [...problems, ...unlocked(desired, state, list)];
  });
}

/**
 * Sets the time of an archive to now if its content changed but its stamp did not, as after a disk error. If that is
 * not permitted, the time stays as it is; the problem is still reported.
 */
function invalidateStamp(path: string, { placed, sha1 }: DirectoryMod, actual: Sha1 | undefined): void {
  if (placed !== "intact" || actual === undefined || actual === sha1) return;
  const now = new Date();
  try {
    lutimesSync(path, now, now);
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Whether the mod list makes the game load this version of a mod. */
function loads(entry: ModListEntry | undefined, packed: number | undefined): boolean {
  if (!entry) return true;
  return entry.enabled && (entry.version === undefined || readVersion(entry.version)?.packed === packed);
}

function isPathMod(found: DirectoryMod, { target, fingerprint }: DesiredPath): boolean {
  if (found.path === target) return true;
  return found.target === undefined ? found.fingerprint === fingerprint : found.target === target;
}

function unlocked(
  desired: DesiredState,
  state: DirectoryState,
  list: ReadonlyMap<string, ModListEntry>,
): VerifyProblem[] {
  const { conflicts } = planInstall({ ...desired, prune: false }, state);
  const shadowing = new Set(conflicts.filter(({ kind }) => kind === "shadows").map(({ fileName }) => fileName));
  const wanted = new Set(desired.mods.map(({ fileName }) => fileName));
  const sources = new Set(desired.mods.map((mod) => (mod.kind === "path" ? mod.target : undefined)));
  return state.present
    .filter(({ fileName, path, name, version }) => {
      if (wanted.has(fileName) || sources.has(path)) return false;
      return shadowing.has(fileName) || loads(list.get(name), version?.packed);
    })
    .map(({ name, fileName }) => ({ mod: name, file: fileName, problem: "unlocked" }));
}
