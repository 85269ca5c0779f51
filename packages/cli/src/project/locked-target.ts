import type { Context } from "./context.ts";
import { lockedPlace } from "./locked-place.ts";
import { findUpward, MANIFEST_NAME, modDirectoryOf, openProject, type Place } from "./project.ts";

/**
 * The place of a lockfile with its mod directory: the manifest's where there is one, else `./mods`.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND where there is neither manifest nor lockfile, MANIFEST_INVALID.
 */
export async function lockedTarget(context: Context): Promise<Place & { readonly modDirectory: string }> {
  if ((await findUpward(context.cwd, MANIFEST_NAME)) !== undefined) return openProject(context);
  const place = await lockedPlace(context);
  return { ...place, modDirectory: modDirectoryOf(context, place) };
}
