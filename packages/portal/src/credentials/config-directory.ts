import { join } from "node:path";
import type { Environment } from "../http/proxy.ts";

/** The facts about the machine that determine the locations of files, passed in by the caller. */
export interface Machine {
  readonly env: Environment;
  /** `process.platform` */
  readonly platform: string;
  /** The user's home folder. */
  readonly home: string;
}

/** The user's configuration folder for factorio-lock. */
export function configDirectory({ env, platform, home }: Machine): string {
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "factorio-lock");
  if (platform === "darwin") return join(home, "Library", "Application Support", "factorio-lock");
  const xdg = env["XDG_CONFIG_HOME"] ?? "";
  return join(xdg.startsWith("/") ? xdg : join(home, ".config"), "factorio-lock");
}
