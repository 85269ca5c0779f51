import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** A folder as the disk has it, seen from a project. */
export interface RealPlace {
  /** The real path of the project's folder. */
  readonly project: string;
  /** The real path of the folder, as far as it is there. */
  readonly directory: string;
  readonly isInside: boolean;
}

/**
 * Where a folder really lies, seen from a project. Below the project's folder links are read, not followed, as long as they
 * lead to a name of a server or device: those are never touched for a project's sake.
 */
export function realPlace(root: string, directory: string): RealPlace {
  const project = realPath(root);
  const inner = relative(root, directory);
  const real = isBelow(inner) ? realBelow(project, inner) : realPath(directory);
  return { project, directory: real, isInside: isWithin(project, real) };
}

/** Whether a path is that of a folder or lies below it. Both resolved. */
export function isWithin(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return inner === "" || isBelow(inner);
}

function isBelow(inner: string): boolean {
  return inner === "" || (inner !== ".." && !inner.startsWith(`..${sep}`) && !isAbsolute(inner));
}

/** The real path of the nearest folder above that is there, and the rest as it is; a dead link leads to its target. */
export function realPath(path: string, links = 0): string {
  const rest: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return join(realpathSync(at), ...rest);
    } catch {
      const link = linkAt(at);
      if (link !== undefined && links < MAX_LINKS) {
        return isRemote(link) ? link : join(realPath(resolve(dirname(at), link), links + 1), ...rest);
      }
      if (dirname(at) === at) return resolve(path);
      rest.unshift(basename(at));
    }
  }
}

/** Systems follow 40 links, and no circle. */
const MAX_LINKS = 40;

function realBelow(project: string, inner: string): string {
  let at = project;
  const parts = inner === "" ? [] : inner.split(sep);
  for (const [index, part] of parts.entries()) {
    at = join(at, part);
    const link = linkAt(at);
    if (link === undefined) continue;
    if (isRemote(link)) return link;
    return realPath(join(resolve(dirname(at), link), ...parts.slice(index + 1)));
  }
  return at;
}

/** The target of a link or junction; undefined if there is none. */
function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a link leads to a server or a device of Windows. */
function isRemote(link: string): boolean {
  return /^(?:[/\\]{2}|\\\?\?)/.test(link);
}
