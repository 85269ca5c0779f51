import { isAbsolute, relative } from "node:path";

/**
 * A path that begins with `~`, as shells read it: from the user's home. Shells themselves leave it in `--flag=~/x` and in
 * many settings of the environment.
 */
export function fromHome(path: string, home: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => home);
}

/** A path below the user's home as people write it, with `~`, which is the same on every machine; any other as it is. */
export function toHome(path: string, home: string): string {
  const short = relative(home, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) || !isAbsolute(path)
    ? path
    : `~/${short.replaceAll("\\", "/")}`;
}
