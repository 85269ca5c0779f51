/**
 * Whether a `path` is relative to the manifest's folder and safe to open. Any other path belongs to one machine and
 * must not get into a lockfile. Source: docs/lockfile.md.
 */
export function isRelativePath(path: string): boolean {
  return !/^(?:[/\\~]|[A-Za-z]:)/.test(path.trim()) && forbiddenPlace(path) === undefined;
}

/**
 * Why a path in somebody else's manifest must not even be opened, on any system; undefined if it may be. Opening a
 * server's path makes Windows send it the user's password hash, and opening a device may block for ever. Source:
 * docs/manifest.md.
 *
 * @example forbiddenPlace("\\\\\\\\server\\\\share") // "the path of a server or device"
 */
export function forbiddenPlace(path: string): string | undefined {
  const plain = path.trim().replaceAll("\\", "/");
  if (/^\/(?:\/|\?\?(?:\/|$))/.test(plain)) return "the path of a server or device";
  const parts = plain.replace(/^[A-Za-z]:(?=\/|$)/, "").split("/");
  const device = parts.find((part) => DEVICE.test(part));
  return device === undefined ? undefined : `${JSON.stringify(device)}, the name of a device on Windows`;
}

/** Names that Windows takes for a device in any folder, whatever follows after a dot, a colon or blanks. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)\s*(?:[.:]|$)/i;

/** A path in canonical form, for comparison: forward slashes, without `.`, `..` after a name, and doubled slashes. */
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

/**
 * Writes a relative path with forward slashes, which every system reads. Other paths belong to one system and are left
 * as they are.
 *
 * @example withSlashes("..\\my-mod") // "../my-mod"
 */
export function withSlashes(path: string): string {
  return isRelativePath(path) ? path.replaceAll("\\", "/") : path;
}
