import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { FactorioLockError, type PathPlace } from "@factorio-lock/core";
import { explain, fileId } from "@factorio-lock/disk";

/** Folders deeper than this are not looked into. */
const MAX_DEPTH = 32;
/** No mod has more files: links may lead to one folder by any number of ways, or to the whole disk. */
const MAX_NAMES = 200_000;

/** One file or folder below a root. */
export interface TreeEntry {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly stats: Stats;
}

/**
 * Where a path mod lies, with the fingerprint by which a copy of it is recognised: the names, sizes and times of its
 * files.
 *
 * @param path an absolute path of a folder or zip
 * @throws FactorioLockError `FAILED` when it cannot be read, or has more than 200,000 files
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
 * The fingerprint of a folder or file: how many files, their sizes, and a sum of their names and times that notices any
 * change that is not made to fool it. Copies that keep the times have that of the original.
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
 * Lists everything below a folder in a stable order, each folder before its contents. Links are followed.
 * Names that start with a dot (`.git`) are left out, as the game needs none of them; so are links to a folder
 * that contains them, and links that lead out of the root, whose targets are not read.
 *
 * @param onOutside called with the path of each link that leads out
 * @throws FactorioLockError `FAILED` when there are more than 200,000 names
 */
export function tree(root: string, onOutside?: (path: string) => void): TreeEntry[] {
  const real = realpathSync(root);
  const entries: TreeEntry[] = [];
  let seen = 0;
  const walk = (inside: string, around: readonly (string | undefined)[]) => {
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
      if (folder !== undefined && around.includes(folder)) continue;
      entries.push({ path, stats });
      if (stats.isDirectory() && around.length < MAX_DEPTH) walk(path, [...around, folder]);
    }
  };
  walk("", [idOf(root)]);
  return entries;
}

/** Whether a link leads out of a folder. One that leads nowhere does not. */
function leadsOut(link: string, folder: string): boolean {
  try {
    const target = realpathSync(link);
    return target !== folder && !target.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  } catch {
    return false;
  }
}

/**
 * An id that no other folder has, also where inodes go beyond 2⁵³, as on Windows. Undefined on a disk without
 * inodes.
 */
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
