import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Context } from "./context.ts";

/** The outcome of running git. */
export type GitAnswer =
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "no-repository" }
  | { readonly kind: "no-git" };

/** The maximum size of git's output: a lockfile is far smaller. */
const MAX_BYTES = 16_000_000;

/** Stops a git that waits for ever, as it does for a pipe in the repository. */
const TIMEOUT_MS = 60_000;

/**
 * Overrides of the settings by which a repository could make git run a command. The repository may be a stranger's, unpacked
 * with its own configuration, or a bare one among the files of another.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  // A folder with HEAD, objects and refs must not count as a repository unless it is named as one.
  ["safe.bareRepository", "explicit"],
  ["protocol.allow", "never"],
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["core.pager", "cat"],
  ["core.editor", "false"],
  ["core.askPass", "false"],
  ["core.sshCommand", "false"],
  ["core.alternateRefsCommand", "false"],
  ["diff.external", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
];

/**
 * The environment for git, which forbids every transport. Otherwise a missing object of a partial clone would be fetched by
 * a command that the repository names (`remote.*.uploadpack`); `protocol.allow` does not prevent that if the repository
 * allows a protocol by its name.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_ATTR_NOSYSTEM: "1",
};

/**
 * Runs git in a folder; nothing else in this package runs git. No hook, filter, pager, alias or transport of the repository
 * is run, provided that `args` begins with a plumbing command that only reads.
 *
 * @param also "conflicts" for a command whose exit code is the number of conflicts: its output counts all the same
 */
export function runGit(
  context: Pick<Context, "env" | "platform"> & Partial<Pick<Context, "signal">>,
  folder: string,
  args: readonly string[],
  { also }: { readonly also?: "conflicts" } = {},
): Promise<GitAnswer> {
  const program = gitProgram(context);
  if (program === undefined) return Promise.resolve({ kind: "no-git" });
  const options = {
    cwd: folder,
    env: { ...context.env, ...ENVIRONMENT },
    maxBuffer: MAX_BYTES,
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
    windowsHide: true,
    encoding: "utf8",
    ...(context.signal ? { signal: context.signal } : {}),
  } as const;
  const settings = SETTINGS.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return new Promise((resolve, reject) => {
    execFile(program, ["--no-pager", ...settings, ...args], options, (error, stdout, stderr) => {
      if (context.signal?.aborted) reject(context.signal.reason as Error);
      else if (!error || (also && isCount(error.code))) resolve({ kind: "printed", text: stdout });
      else if (error.code === "ENOENT") resolve({ kind: "no-git" });
      else if (/not a git repository|inside a git repository|cannot use bare repository/i.test(stderr))
        resolve({ kind: "no-repository" });
      else resolve({ kind: "refused", message: stderr });
    });
  });
}

/**
 * The program to start as git; undefined if there is none. On Windows, only the absolute folders of PATH are searched:
 * Windows itself would look for a bare name in the current folder first, which may be a stranger's modpack.
 */
export function gitProgram({ env, platform }: Pick<Context, "env" | "platform">): string | undefined {
  if (platform !== "win32") return "git";
  const folders = (env["PATH"] ?? "").split(";").filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, "git.exe")).find((program) => existsSync(program));
}

/** Whether an exit code is a number of conflicts, which is at most 127; above, it is a failure. */
function isCount(code: unknown): boolean {
  return typeof code === "number" && code > 0 && code <= 127;
}
