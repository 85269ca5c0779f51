import { posix, win32 } from "node:path";
import type { Context } from "../context.ts";

/**
 * The user's folder for a program's state on this machine, by the conventions of each system: `$XDG_STATE_HOME` or
 * `~/.local/state` on Linux, `~/Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows. Undefined for a user
 * without a home.
 */
export function stateDirectory({
  env,
  platform,
  home,
}: Pick<Context, "env" | "platform" | "home">): string | undefined {
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"];
    const base = local !== undefined && win32.isAbsolute(local) ? local : win32.join(home, "AppData", "Local");
    return win32.isAbsolute(base) ? win32.join(base, "factorio-lock", "state") : undefined;
  }
  const xdg = env["XDG_STATE_HOME"];
  if (platform !== "darwin" && xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, "factorio-lock");
  if (!posix.isAbsolute(home) || /^\/dev\/null(\/|$)/.test(home)) return undefined;
  return posix.join(home, platform === "darwin" ? "Library/Application Support" : ".local/state", "factorio-lock");
}
