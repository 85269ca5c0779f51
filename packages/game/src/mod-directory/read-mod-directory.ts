import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { DesiredState, DirectoryMod, DirectoryState } from "@factorio-lock/core";
import { CONTROL_FOLDER, fileId, readControlFile } from "@factorio-lock/disk";
import { gameIsRunning } from "../game/game-running.ts";
import { type Control, controlOf } from "./control.ts";
import { finishInterrupted } from "./finish-interrupted.ts";
import { hashFiles } from "./hash-files.ts";
import type { ModDirectoryHold } from "./hold.ts";
import { parseModList } from "./mod-list.ts";
import { readRecord } from "./record.ts";
import { scan } from "./scan.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/** Options of `readModDirectory`. */
export interface ReadOptions {
  /** The intended state; it determines which files must be hashed. */
  readonly desired?: DesiredState;
  /** If given, an interrupted install is finished first. */
  readonly hold?: ModDirectoryHold;
  readonly signal?: AbortSignal;
}

/**
 * Reads the state of a mod directory: its listing, its record, and the size, time and inode of each file. Hashes only
 * files that have changed since they were placed, and files of others that have the name of a locked archive.
 *
 * A missing directory counts as empty.
 *
 * @throws FactorioLockError `FAILED` if it cannot be read
 */
export async function readModDirectory(directory: string, options: ReadOptions = {}): Promise<DirectoryState> {
  return withExplainedErrors(directory, async () => {
    const control = controlOf(directory);
    if (options.hold) await finishInterrupted(control, options.signal);
    const { files: record } = readRecord(control);
    const wanted = new Map(options.desired?.mods.map(({ fileName, kind }) => [fileName, kind]));
    const found = scan(control.directory, record, wanted);
    const unsure = found.filter(
      ({ mod, file, entry }) => file && mod.sha1 === undefined && (entry ? entry.sha1 : wanted.has(mod.fileName)),
    );
    const paths = unsure.map(({ mod }) => join(control.directory, mod.fileName));
    const hashes = await hashFiles(paths, options.signal ? { signal: options.signal } : {});
    const hashOf = new Map(unsure.map(({ mod }, at) => [mod.fileName, hashes[at]]));
    const present = found.map(({ mod, entry }): DirectoryMod => {
      const sha1 = hashOf.get(mod.fileName);
      if (sha1 === undefined) return mod;
      const isSame = entry?.kind === "archive" && sha1 === entry.sha1;
      return { ...mod, sha1, placed: isSame ? "intact" : mod.placed };
    });
    const listPath = join(control.directory, "mod-list.json");
    const text = readControlFile(listPath)?.toString("utf8");
    return {
      present,
      modList: text === undefined ? undefined : parseModList(text),
      hasModList: lstatSync(listPath, { throwIfNoEntry: false }) !== undefined,
      foldsCase: foldsCase(control),
      interrupted: lstatSync(control.journal, { throwIfNoEntry: false }) !== undefined,
      unrecorded: hashes.some((sha1) => sha1 !== undefined),
      gameIsRunning: gameIsRunning(control.directory),
    };
  });
}

/**
 * Whether file names ignore case: tested on the control folder if that exists, otherwise the system's usual behaviour.
 */
export function foldsCase(
  { directory, folder }: Pick<Control, "directory" | "folder">,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const own = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  if (!own) return platform === "win32" || platform === "darwin";
  const upper = lstatSync(join(directory, CONTROL_FOLDER.toUpperCase()), { bigint: true, throwIfNoEntry: false });
  return upper !== undefined && fileId(upper) === fileId(own);
}
