/**
 * Whether a `path` starts at the manifest's folder. Others name a place of one machine, which must not get into a
 * lockfile. Source: contract section 3.
 */
export function isRelativePath(path: string): boolean {
  return !/^(?:[/\\~]|[A-Za-z]:)/.test(path.trim());
}

/** A path in the one form by which paths are compared: forward slashes, without `.` and doubled slashes. */
export function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.trim().replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    const above = parts.at(-1);
    if (part === ".." && above !== undefined && above !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.length === 0 ? "." : parts.join("/");
}
