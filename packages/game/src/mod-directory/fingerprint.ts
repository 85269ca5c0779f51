import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { FactorioLockError, type PathPlace } from "@factorio-lock/core";
import { explain, fileId } from "@factorio-lock/disk";

/** Folders nested more deeply than this are not read. */
const MAX_DEPTH = 32;
/** The maximum number of names read. Mods have fewer, but links can multiply a folder or lead to the whole disk. */
const MAX_NAMES = 200_000;

/** One file or folder below a root. */
export interface TreeEntry {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly stats: Stats;
}

/**
 * The location of a path mod, and a fingerprint of the names, sizes and times of its files, by which a copy is
 * recognised.
 *
 * @param path the absolute path of a folder or zip
 * @throws FactorioLockError `FAILED` if it cannot be read or has more than 200,000 files
 */
export function describePathMod(path: string): PathPlace {
  try {
    const kind = statSync(path).isDirectory() ? "folder" : "archive";
    return { kind, target: realpathSync(path), fingerprint: fingerprint(path) };
  } catch (error) {
    throw explain(`The path mod ${path} could not be read`, error);
  }
}

/**
 * The fingerprint of a folder or file: the number of files, their total size, and a non-cryptographic hash of their
 * names, sizes and times. A copy that keeps the times has the same fingerprint.
 */
export function fingerprint(path: string): string {
  const stats = statSync(path);
  const files = stats.isDirectory() ? tree(path).filter((entry) => !entry.stats.isDirectory()) : [{ path: "", stats }];
  const bytes = files.reduce((sum, file) => sum + file.stats.size, 0);
  const text = files.map((file) => `${file.path}\0${file.stats.size}\0${file.stats.mtime.getTime()}\n`).join("");
  return `${files.length}-${bytes}-${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x01000193)}`;
}

/** The 32-bit FNV-1a hash of a text's code units, in hex. */
function fnv1a(text: string, start: number): string {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/**
 * Lists everything below a folder in a stable order, each folder before its contents. Links are followed, except links
 * to a folder that contains them and links that lead out of the root, whose targets are not read. Names that start with
 * a dot (`.git`) are left out, because the game does not need them.
 *
 * @param onOutside called with the path of each link that leads out of the root
 * @throws FactorioLockError `FAILED` if there are more than 200,000 names
 */
export function tree(root: string, onOutside?: (path: string) => void): TreeEntry[] {
  const real = realpathSync(root);
  const entries: TreeEntry[] = [];
  let seen = 0;
  const walk = (inside: string, ancestors: readonly (string | undefined)[]) => {
    const found = readdirSync(join(root, inside), { withFileTypes: true });
    seen += found.length;
    if (seen > MAX_NAMES) throw tooMany(root);
    for (const dirent of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name } = dirent;
      if (name.startsWith(".")) continue;
      const path = inside === "" ? name : `${inside}/${name}`;
      if (dirent.isSymbolicLink() && leadsOut(join(root, path), real)) {
        onOutside?.(path);
        continue;
      }
      const stats = statSync(join(root, path), { throwIfNoEntry: false });
      if (!stats?.isDirectory() && !stats?.isFile()) continue;
      const folder = stats.isDirectory() ? idOf(join(root, path)) : undefined;
      if (folder !== undefined && ancestors.includes(folder)) continue;
      entries.push({ path, stats });
      if (stats.isDirectory() && ancestors.length < MAX_DEPTH) walk(path, [...ancestors, folder]);
    }
  };
  walk("", [idOf(root)]);
  return entries;
}

/** Whether a link leads out of a folder; false for a dead link. */
function leadsOut(link: string, folder: string): boolean {
  try {
    const target = realpathSync(link);
    return target !== folder && !target.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  } catch {
    return false;
  }
}

/** The unique id of a folder; undefined on a file system without inodes. */
function idOf(folder: string): string | undefined {
  const stats = statSync(folder, { bigint: true });
  const id = fileId(stats);
  return id === "0" ? undefined : `${stats.dev}:${id}`;
}

function tooMany(root: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${root} has more than ${MAX_NAMES} files.`, {
    hint: "A mod has fewer. Check whether a symbolic link in it leads to a folder outside.",
  });
}
