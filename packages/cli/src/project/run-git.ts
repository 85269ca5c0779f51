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

/** A lockfile is far smaller; what is larger is none. */
const MAX_BYTES = 16_000_000;

/** A repository may hold pipes, at which git waits for ever. */
const TIMEOUT = 60_000;

/**
 * Settings by which a repository makes git run a command, overruled. The repository may be anybody's, unpacked with its own
 * configuration, or a bare one that lies among the files of another.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  // A folder with HEAD, objects and refs is no repository unless somebody names it as one.
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
 * The environment for git: no transport at all, as a missing object of a partial clone is else fetched by the command that
 * the repository names (`remote.*.uploadpack`), which `protocol.allow` alone does not forbid where the repository allows a
 * protocol by its name.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_ATTR_NOSYSTEM: "1",
};

/**
 * Asks git something in a folder. Everything that runs git runs it by this: nothing that the repository names is run, no
 * hook, filter, pager, alias or transport, as long as `args` begins with a plumbing command that reads.
 *
 * @param also a command that ends with how many conflicts it met, and printed something all the same
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
    timeout: TIMEOUT,
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
 * The program to start as git; undefined if there is none. Windows looks for a bare name in the current folder first,
 * and that may be a modpack of anybody: there only the absolute folders of PATH count.
 */
export function gitProgram({ env, platform }: Pick<Context, "env" | "platform">): string | undefined {
  if (platform !== "win32") return "git";
  const folders = (env["PATH"] ?? "").split(";").filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, "git.exe")).find((program) => existsSync(program));
}

/** Git ends with a number of conflicts up to 127; what is above says that it failed. */
function isCount(code: unknown): boolean {
  return typeof code === "number" && code > 0 && code <= 127;
}
