import type { Context } from "./context.ts";
import { findUpward, LOCKFILE_NAME, MANIFEST_NAME, manifestNotFound, type Place, placeAt } from "./project.ts";

/**
 * The nearest folder with a manifest or a lockfile, for commands that only read the lockfile.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND where there is neither.
 */
export async function lockedPlace(context: Context): Promise<Place> {
  const root = (await findUpward(context.cwd, MANIFEST_NAME)) ?? (await findUpward(context.cwd, LOCKFILE_NAME));
  if (root === undefined) throw manifestNotFound(context);
  return placeAt(root);
}
