import { type Manifest, parseManifest } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { finishChange } from "./finish-change.ts";
import {
  findUpward,
  lockedPlace,
  MANIFEST_NAME,
  manifestNotFound,
  modDirectoryOf,
  type Place,
  placeAt,
} from "./place.ts";
import { readText } from "./read-text.ts";
import { withoutQuoting } from "./without-quoting.ts";

/** A place whose manifest was read. */
export interface Project extends Place {
  readonly manifestText: string;
  readonly manifest: Manifest;
  /** Absolute. */
  readonly modDirectory: string;
  /** The manifest's mod settings. */
  readonly settings: Manifest["settings"];
}

/**
 * Finds and reads the manifest. An interrupted change of it is first finished or undone.
 *
 * @param held the mod directory whose lock the caller holds already
 * @param before the project as it was read before; returned if the manifest has not changed since
 * @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID; what finishing throws.
 */
export async function openProject(context: Context, held?: string, before?: Project): Promise<Project> {
  const root = findUpward(context.cwd, MANIFEST_NAME);
  if (root === undefined) throw manifestNotFound(context);
  await finishChange(context, root, held);
  const place = placeAt(root);
  const manifestText = (await readText(place.manifestPath, "MANIFEST_INVALID")) ?? "";
  if (before?.root === root && before.manifestText === manifestText) return before;
  return withoutQuoting(root, place.manifestPath, () => projectFrom(context, place, manifestText));
}

/** The project with `manifestText` as the text of its manifest. */
export function projectFrom(context: Context, place: Place, manifestText: string): Project {
  const manifest = parseManifest(manifestText, MANIFEST_NAME);
  const { root, manifestPath, lockfilePath } = place;
  const modDirectory = modDirectoryOf(context, place, manifest.modDirectory);
  return { root, manifestPath, lockfilePath, manifestText, manifest, modDirectory, settings: manifest.settings };
}

/**
 * The place of a lockfile with its mod directory: the manifest's if there is one, else `./mods`.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND if there is neither manifest nor lockfile, MANIFEST_INVALID.
 */
export async function lockedTarget(context: Context): Promise<Place & { readonly modDirectory: string }> {
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) return openProject(context);
  const place = await lockedPlace(context);
  return { ...place, modDirectory: modDirectoryOf(context, place) };
}
