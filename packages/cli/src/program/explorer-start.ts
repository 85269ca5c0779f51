import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { win32 } from "node:path";
import type { Host } from "../host/host.ts";

/** A start from the Explorer of Windows: a double click on the program, or a file dropped on it. */
export interface ExplorerStart {
  /** The command line that it stands for. */
  readonly args: readonly string[];
}

/** The parts of a process that show how it was started. */
export interface Start {
  readonly args: readonly string[];
  readonly host: Pick<Host, "platform" | "stdin" | "stdout">;
  /** The program's own file. */
  readonly program: string;
  /** Finds the name of the program that started this one. Slow on Windows, so that it is called only if needed. */
  readonly parent: () => Promise<string | undefined>;
  readonly isFile: (path: string) => boolean;
}

/**
 * Recognises a start from the Explorer; undefined for any other. A save or pack dropped on the program means `sync` in the
 * program's folder: the current folder is the Explorer's, which has nothing to do with the modpack.
 *
 * @example
 * ```ts
 * const start = { ...ownStart(["C:\\Users\\me\\friday.zip"], host), program: "C:\\pack\\factorio-lock.exe" };
 * (await explorerStart(start))?.args; // ["sync", "C:\\Users\\me\\friday.zip", "--cwd", "C:\\pack"]
 * ```
 */
export async function explorerStart(start: Start): Promise<ExplorerStart | undefined> {
  const { args, host, program, parent, isFile } = start;
  if (host.platform !== "win32" || !host.stdin.isTTY || !host.stdout.isTTY || args.length > 1) return undefined;
  const [dropped] = args;
  if (dropped !== undefined && !(win32.isAbsolute(dropped) && isFile(dropped))) return undefined;
  if ((await parent())?.toLowerCase() !== "explorer.exe") return undefined;
  return { args: dropped === undefined ? [] : ["sync", dropped, "--cwd", win32.dirname(program)] };
}

/** The start of this process. */
export function ownStart(args: readonly string[], host: Start["host"]): Start {
  return {
    args,
    host,
    program: process.execPath,
    parent: () => programOf(process.ppid, process.env["SystemRoot"]),
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  };
}

/** The name of a process's program; undefined if Windows does not say it. */
function programOf(id: number, systemRoot = "C:\\Windows"): Promise<string | undefined> {
  // By its full path, because Windows looks for a bare name in the current folder first, which may hold a stranger's files.
  const tasklist = win32.join(systemRoot, "System32", "tasklist.exe");
  const args = ["/FI", `PID eq ${id}`, "/FO", "CSV", "/NH"];
  return new Promise((resolve) => {
    execFile(tasklist, args, { timeout: 2000, windowsHide: true }, (_error, stdout) =>
      resolve(/^"([^"]+)"/.exec(stdout)?.[1]),
    );
  });
}

/** Keeps the console open until its reader has seen the outcome: the Explorer's console closes with its program. */
export async function awaitReader({ stdin, stderr }: Pick<Host, "stdin" | "stderr">): Promise<void> {
  stderr.write("\nPress Enter to close this window.\n");
  stdin.resume();
  await new Promise<void>((resolve) => {
    for (const end of ["data", "end", "error"]) stdin.once(end, () => resolve());
  });
}
