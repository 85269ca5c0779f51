import { realpathSync } from "node:fs";
import { type ChangeableFile, exists, type FileChange, pendingFileChange } from "@factorio-lock/disk";
import { holdModDirectory, type ModDirectoryHold } from "./hold.ts";

/** The files of a modpack that change together with its mod directory. */
export type ProjectFile = "mods.yaml" | "mods.lock";

/**
 * The files in the order in which they are replaced. A link in place of the lockfile is never followed. Source:
 * docs/lockfile.md.
 */
export const PROJECT_FILES: readonly (ChangeableFile & { readonly name: ProjectFile })[] = [
  { name: "mods.yaml", followed: true },
  { name: "mods.lock", followed: false },
];

/** How long to wait for another process that is replacing the project's files. */
const LIMIT_MS = 60_000;

/** The unfinished change of a project's files, left by an interrupted command; undefined if there is none. */
export function pendingIn(root: string): FileChange | undefined {
  return exists(root) ? pendingFileChange(root, PROJECT_FILES) : undefined;
}

/**
 * Holds a project's folder while its files are replaced. To avoid a deadlock, a process that needs both must hold the
 * mod directory first.
 *
 * @param held a mod directory that the caller already holds; it may be the same folder
 */
export async function holdProject(
  root: string,
  held: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<ModDirectoryHold, "release">> {
  if (held !== undefined && realpathSync(root) === realpathSync(held)) return { release: async () => {} };
  const hold = await holdModDirectory(root, { limit: LIMIT_MS, ...(signal ? { signal } : {}) });
  try {
    hold.assertHeld();
    return hold;
  } catch (error) {
    await hold.release();
    throw error;
  }
}
