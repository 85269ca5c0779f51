import { posix, win32 } from "node:path";

/** The machine as far as finding games goes. Nothing of it is read behind the caller's back. */
export interface Machine {
  /** `process.platform` of the system that the games are made for: `win32` for the Windows below WSL. */
  readonly platform: string;
  /** The user's home folder, as that system writes it. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Further folders of Steam, such as the one that the registry of Windows names. */
  readonly steam?: readonly string[];
  /** Whether it is the Windows on which this Linux runs. */
  readonly host?: boolean;
  /** Where a path of that system lies for this process: for WSL `C:\Games` is `/mnt/c/Games`. Default: the same path. */
  at?(path: string): string;
}

/** Where a path of the machine lies for this process. */
export function placeOf(machine: Machine, path: string): string {
  return machine.at?.(path) ?? path;
}

/** How paths are put together. */
interface Paths {
  readonly join: (...parts: string[]) => string;
  readonly dirname: (path: string) => string;
  readonly normalize: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
}

/** How paths are put together on the machine. */
export function pathsOf({ platform }: Machine): Paths {
  return platform === "win32" ? win32 : posix;
}

/** The Windows on which a Linux of WSL runs, whose drives lie in `/mnt`. */
export function windowsBelow(home: string, steam: readonly string[] = [], mount = "/mnt"): Machine {
  const drives = (path: string) =>
    path.replace(/^([A-Za-z]):/, (_, drive: string) => `${mount}/${drive.toLowerCase()}`).replaceAll("\\", "/");
  return { platform: "win32", home, env: {}, steam, host: true, at: drives };
}
