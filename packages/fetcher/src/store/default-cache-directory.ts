import { posix, win32 } from "node:path";

/** The environment that determines the default cache directory. */
export interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The folder for downloads that can be repeated, by each system's convention: `$XDG_CACHE_HOME` or `~/.cache` on Linux,
 * `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. A variable without an absolute path is ignored, as the XDG
 * specification requires.
 *
 * @example defaultCacheDirectory({ env: {}, platform: "linux", home: "/home/ada" }) // "/home/ada/.cache/factorio-lock"
 */
export function defaultCacheDirectory({ env, platform, home }: CachePlace): string {
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"];
    const base = local !== undefined && win32.isAbsolute(local) ? local : win32.join(home, "AppData", "Local");
    return win32.join(base, "factorio-lock", "cache");
  }
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, "factorio-lock");
  return posix.join(home, platform === "darwin" ? "Library/Caches" : ".cache", "factorio-lock");
}
