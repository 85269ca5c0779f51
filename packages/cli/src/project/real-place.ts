import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** The real path of a folder, and whether it is inside a project. */
export interface RealPlace {
  /** The real path of the project's folder. */
  readonly project: string;
  /** The real path of the folder, as far as it exists. */
  readonly directory: string;
  readonly isInside: boolean;
}

/**
 * Resolves the real path of a folder, and whether it is inside a project. Links inside the project are read before they are
 * followed, so that a project can never cause access to a server or device.
 */
export function realPlace(root: string, directory: string): RealPlace {
  const project = realPath(root);
  const inner = relative(root, directory);
  const real = isBelow(inner) ? realBelow(project, inner) : realPath(directory);
  return { project, directory: real, isInside: isWithin(project, real) };
}

/** Whether a path is a folder or inside it. Both must be resolved. */
export function isWithin(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return inner === "" || isBelow(inner);
}

function isBelow(inner: string): boolean {
  return inner === "" || (inner !== ".." && !inner.startsWith(`..${sep}`) && !isAbsolute(inner));
}

/** The real path, with the parts that do not exist unchanged. A dangling link is resolved to its target. */
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

/** Systems follow at most 40 links, so that a cycle ends. */
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

/** Whether a link leads to a server or to a Windows device. */
function isRemote(link: string): boolean {
  return /^(?:[/\\]{2}|\\\?\?)/.test(link);
}
