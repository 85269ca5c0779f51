import { posix, win32 } from "node:path";

/** The facts about a machine that finding games depends on. They come only from the caller, never from `process`. */
export interface Machine {
  /** The `process.platform` value of the system that the games run on: `win32` for the Windows host of WSL. */
  readonly platform: string;
  /** The user's home folder, in that system's path syntax. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Additional Steam folders, such as the one in the Windows registry. */
  readonly steam?: readonly string[];
  /** Whether this is the Windows host of the Linux (WSL) in which this process runs. */
  readonly host?: boolean;
  /**
   * Translates a path of that system to one for this process: in WSL `C:\Games` becomes `/mnt/c/Games`. Default:
   * unchanged.
   */
  at?(path: string): string;
}

/** Translates a path of the machine to one for this process. */
export function placeOf(machine: Machine, path: string): string {
  return machine.at?.(path) ?? path;
}

/** The path functions of a system. */
interface Paths {
  readonly join: (...parts: string[]) => string;
  readonly dirname: (path: string) => string;
  readonly normalize: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
}

/** The path functions for the machine's path syntax. */
export function pathsOf({ platform }: Machine): Paths {
  return platform === "win32" ? win32 : posix;
}

/** The Windows host of a WSL Linux, whose drives are mounted in `/mnt`. */
export function windowsBelow(home: string, steam: readonly string[] = [], mount = "/mnt"): Machine {
  const drives = (path: string) =>
    path.replace(/^([A-Za-z]):/, (_, drive: string) => `${mount}/${drive.toLowerCase()}`).replaceAll("\\", "/");
  return { platform: "win32", home, env: {}, steam, host: true, at: drives };
}
