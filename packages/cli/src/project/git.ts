import { execFile } from "node:child_process";
import { FactorioLockError } from "@factorio-lock/core";

/** A lockfile is far smaller; what is larger is none. */
const MAX_BYTES = 16_000_000;

/**
 * A file as it was in a revision; undefined where the revision has no such file.
 *
 * The revision is checked by git itself to name a commit before it becomes part of another argument, and the file is read
 * raw: no filter, hook or pager of the repository runs.
 *
 * @param folder where git is asked; the file is named relative to it.
 * @throws FactorioLockError USAGE where git knows no such revision, FAILED where there is no git or no repository.
 */
export async function fileAtRevision(folder: string, revision: string, file: string): Promise<string | undefined> {
  if (revision.startsWith("-") || /\p{Cc}/u.test(revision)) throw noRevision(revision);
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const hash = commit?.trim() ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(hash)) throw noRevision(revision);
  return git(folder, ["cat-file", "blob", `${hash}:./${file}`]);
}

/** What git prints; undefined where it says no. */
function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const options = { cwd: folder, maxBuffer: MAX_BYTES, windowsHide: true, encoding: "utf8" } as const;
  return new Promise((resolve, reject) => {
    execFile("git", ["--no-pager", ...args], options, (error, stdout, stderr) => {
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
