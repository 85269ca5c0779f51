import { access, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { FactorioLockError, type Manifest, parseManifest } from "@factorio-lock/core";
import type { Context } from "./context.ts";

/** The name of the manifest. */
export const MANIFEST_NAME = "mods.yaml";

/** The name of the lockfile. */
export const LOCKFILE_NAME = "mods.lock";

/** The folder of a manifest, with what lies there. */
export interface Place {
  /** The folder of the manifest. Absolute. */
  readonly root: string;
  readonly manifestPath: string;
  readonly lockfilePath: string;
}

/** A place whose manifest was read. */
export interface Project extends Place {
  readonly manifestText: string;
  readonly manifest: Manifest;
  /** Absolute. */
  readonly modDirectory: string;
  /** What the manifest says of mod settings. */
  readonly settings: Manifest["settings"];
}

/** Files in the user's folder that are larger than this are not ours. */
const MAX_BYTES = 16_000_000;

/** The nearest folder, from the current one upward, that holds `name`; undefined where there is none. */
export async function findUpward(cwd: string, name: string): Promise<string | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = await access(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (found) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The files of the project in a folder. */
export function placeAt(root: string): Place {
  return { root, manifestPath: join(root, MANIFEST_NAME), lockfilePath: join(root, LOCKFILE_NAME) };
}

/**
 * Finds and reads the manifest.
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID.
 */
export async function openProject(context: Context): Promise<Project> {
  const root = await findUpward(context.cwd, MANIFEST_NAME);
  if (root === undefined) throw manifestNotFound(context);
  const place = placeAt(root);
  const manifestText = (await readText(place.manifestPath, "MANIFEST_INVALID")) ?? "";
  return projectFrom(context, place, manifestText);
}

/** The project as it is when the manifest says `manifestText`. */
export function projectFrom(context: Context, place: Place, manifestText: string): Project {
  const manifest = parseManifest(manifestText, MANIFEST_NAME);
  const { root, manifestPath, lockfilePath } = place;
  const modDirectory = modDirectoryOf(context, place, manifest.modDirectory);
  return { root, manifestPath, lockfilePath, manifestText, manifest, modDirectory, settings: manifest.settings };
}

/** Where the mods go: the flag or environment, else the manifest's folder, else `./mods`. */
export function modDirectoryOf(context: Context, place: Place, written = "./mods"): string {
  return context.modDirectory ?? resolve(place.root, written);
}

/** The error for a folder that has no manifest. */
export function manifestNotFound(context: Context): FactorioLockError {
  return new FactorioLockError(
    "MANIFEST_NOT_FOUND",
    `There is no ${MANIFEST_NAME} in ${context.cwd} or any folder above it.`,
    { hint: "run `factorio-lock init` to start one here, or name its folder with -C." },
  );
}

/**
 * A text file of the project; undefined where there is none.
 *
 * @param code the error code for a file that cannot be read.
 */
export async function readText(
  path: string,
  code: "MANIFEST_INVALID" | "LOCKFILE_INVALID",
): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) throw new FactorioLockError(code, `${path} is too large to be right.`);
    return bytes.toString("utf8");
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { code: reason } = error as NodeJS.ErrnoException;
    if (reason === "ENOENT") return undefined;
    throw new FactorioLockError(code, `${path} cannot be read: ${reasonFor(reason)}.`, { cause: error });
  }
}

/** A path as people like to read it: relative where it lies below the folder. */
export function shown(root: string, path: string): string {
  const short = relative(root, path);
  return short === "" ? "." : short.startsWith("..") ? path : short.replaceAll("\\", "/");
}

function reasonFor(code: string | undefined): string {
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "this user may not read it";
  return code ?? "unknown reason";
}
