import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { finishChange } from "./finish-change.ts";
import { fromHome } from "./home-path.ts";

/** The name of the manifest. */
export const MANIFEST_NAME = "mods.yaml";

/** The name of the lockfile. */
export const LOCKFILE_NAME = "mods.lock";

/** The folder of a manifest, and the files in it. */
export interface Place {
  /** The folder of the manifest. Absolute. */
  readonly root: string;
  readonly manifestPath: string;
  readonly lockfilePath: string;
}

/** The nearest folder, from the current one upward, that holds `name`; undefined if there is none. */
export function findUpward(cwd: string, name: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The files of the project in a folder. */
export function placeAt(root: string): Place {
  return { root, manifestPath: join(root, MANIFEST_NAME), lockfilePath: join(root, LOCKFILE_NAME) };
}

/**
 * The nearest folder with a manifest or a lockfile, for commands that only read the lockfile.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND if there is neither; what finishing an interrupted change throws.
 */
export async function lockedPlace(context: Context): Promise<Place> {
  const root = findUpward(context.cwd, MANIFEST_NAME) ?? findUpward(context.cwd, LOCKFILE_NAME);
  if (root === undefined) throw manifestNotFound(context);
  await finishChange(context, root);
  return placeAt(root);
}

/**
 * The mod directory: from flag or environment, else from the manifest, where `~` is the user's home and relative paths start
 * at the manifest's folder, else `./mods`.
 */
export function modDirectoryOf(context: Context, place: Place, inManifest = "./mods"): string {
  return context.modDirectory ?? resolve(place.root, fromHome(inManifest, context.home));
}

/** A path for people: relative if it is inside the folder. */
export function displayPath(root: string, path: string): string {
  const short = relative(root, path);
  return short === "" ? "." : short.startsWith("..") ? path : short.replaceAll("\\", "/");
}

/** Frequent wrong names of a manifest. */
const MISNAMED = ["mods.yml", "mods.yaml.txt", "mods.yml.txt", "mod.yaml"] as const;

/** The error for a folder that has no manifest, or does not exist. */
export function manifestNotFound(context: Context): FactorioLockError {
  if (!existsSync(context.cwd)) {
    return new FactorioLockError("MANIFEST_NOT_FOUND", `There is no folder ${context.cwd}.`, {
      hint: "make it, and run `factorio-lock init` there.",
    });
  }
  const other = MISNAMED.find((name) => existsSync(join(context.cwd, name)));
  if (other !== undefined) {
    return new FactorioLockError(
      "MANIFEST_NOT_FOUND",
      `There is ${other} in ${context.cwd}, but no ${MANIFEST_NAME}.`,
      {
        hint: `rename it: the manifest is called ${MANIFEST_NAME}.`,
      },
    );
  }
  return new FactorioLockError(
    "MANIFEST_NOT_FOUND",
    `There is no ${MANIFEST_NAME} in ${context.cwd} or any folder above it.`,
    { hint: "run `factorio-lock init` to start one here, or name its folder with -C." },
  );
}
