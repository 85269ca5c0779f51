import { isAbsolute, relative } from "node:path";

/**
 * Replaces a leading `~` by the user's home, as shells do. Shells themselves leave it in `--flag=~/x` and in many settings
 * of the environment.
 */
export function fromHome(path: string, home: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => home);
}

/** Writes a path inside the user's home with `~`, so that it is the same on every machine; returns others unchanged. */
export function toHome(path: string, home: string): string {
  const short = relative(home, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) || !isAbsolute(path)
    ? path
    : `~/${short.replaceAll("\\", "/")}`;
}
