import { realpathSync } from "node:fs";
import { type ChangeableFile, exists, type FileChange, pendingFileChange } from "@factorio-lock/disk";
import { holdModDirectory, type ModDirectoryHold } from "./hold.ts";

/** The files of a modpack that change together with its mod directory. */
export type ProjectFile = "mods.yaml" | "mods.lock";

/** The files in the order in which they are replaced. A lockfile is never written through a link. Source: contract section 3. */
export const PROJECT_FILES: readonly (ChangeableFile & { readonly name: ProjectFile })[] = [
  { name: "mods.yaml", followed: true },
  { name: "mods.lock", followed: false },
];

/** How long another process may take to put a few files in place, in milliseconds. */
const LIMIT = 60_000;

/** The change of a project's files that an interrupted command left; undefined if there is none. */
export function pendingIn(root: string): FileChange | undefined {
  return exists(root) ? pendingFileChange(root, PROJECT_FILES) : undefined;
}

/**
 * Holds a project's folder for the moment in which its files are replaced. Who holds both takes the mod directory first.
 *
 * @param held a mod directory that is held already; it may be the same folder
 */
export async function holdProject(
  root: string,
  held: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<ModDirectoryHold, "release">> {
  if (held !== undefined && realpathSync(root) === realpathSync(held)) return { release: async () => {} };
  const hold = await holdModDirectory(root, { limit: LIMIT, ...(signal ? { signal } : {}) });
  try {
    hold.assertHeld();
    return hold;
  } catch (error) {
    await hold.release();
    throw error;
  }
}
