import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";

/** A lockfile is far smaller; what is larger is none. */
const MAX_BYTES = 16_000_000;

/**
 * A file as it was in a revision; undefined where the revision has no such file.
 *
 * The revision is checked by git itself to name a commit before it becomes part of another argument, and the file is read
 * raw: no filter, hook or pager of the repository runs.
 *
 * @param folder where git is asked; the file is named relative to it.
 * @throws FactorioLockError USAGE where git knows no such revision, FAILED where there is no git, no repository or no
 *   commit in it.
 */
export async function fileAtRevision(
  context: Pick<Context, "env" | "platform">,
  folder: string,
  revision: string,
  file: string,
): Promise<string | undefined> {
  if (revision.startsWith("-") || /\p{Cc}/u.test(revision)) throw noRevision(revision);
  const program = gitProgram(context);
  if (program === undefined) throw noGit();
  const git = (args: readonly string[]) => printed(program, folder, args);
  const commit = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const hash = commit?.trim() ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(hash)) {
    const any = await git(["rev-list", "--all", "--max-count=1"]);
    throw any?.trim() === "" ? noCommits() : noRevision(revision);
  }
  return git(["cat-file", "blob", `${hash}:./${file}`]);
}

/**
 * The program to start as git; undefined where there is none. Windows looks for a bare name in the current folder first,
 * and that may be a modpack of anybody: there only the absolute folders of PATH count.
 */
export function gitProgram({ env, platform }: Pick<Context, "env" | "platform">): string | undefined {
  if (platform !== "win32") return "git";
  const folders = (env["PATH"] ?? "").split(";").filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, "git.exe")).find((program) => existsSync(program));
}

/** What git prints; undefined where it says no. */
function printed(program: string, folder: string, args: readonly string[]): Promise<string | undefined> {
  const options = { cwd: folder, maxBuffer: MAX_BYTES, windowsHide: true, encoding: "utf8" } as const;
  return new Promise((resolve, reject) => {
    execFile(program, ["--no-pager", ...args], options, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === "ENOENT") reject(noGit());
      else if (/not a git repository/i.test(stderr)) reject(noRepository(folder));
      else resolve(undefined);
    });
  });
}

function noRevision(revision: string): FactorioLockError {
  return new FactorioLockError("USAGE", `"${revision}" is neither a file nor a git revision.`, {
    hint: "for example: factorio-lock diff HEAD~1, or factorio-lock diff old.lock new.lock",
  });
}

function noCommits(): FactorioLockError {
  return new FactorioLockError(
    "FAILED",
    "This git repository has no commits yet, so there is nothing to compare with.",
    {
      hint: "commit mods.yaml and mods.lock, or name two lockfiles: factorio-lock diff old.lock new.lock",
    },
  );
}

function noGit(): FactorioLockError {
  return new FactorioLockError("FAILED", "git is not installed, so revisions cannot be compared.", {
    hint: "name two lockfiles instead: factorio-lock diff old.lock new.lock",
  });
}

function noRepository(folder: string): FactorioLockError {
  return new FactorioLockError(
    "FAILED",
    `${folder} is not in a git repository, so there is no revision to compare with.`,
    {
      hint: "name two lockfiles instead: factorio-lock diff old.lock new.lock",
    },
  );
}
