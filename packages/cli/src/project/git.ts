import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "./context.ts";
import { runGit } from "./run-git.ts";

/**
 * A file as it was in a revision; undefined if the revision has no such file.
 *
 * Git itself first resolves the revision to a commit, before it becomes part of another argument. The file is read raw, so
 * that no command of the repository's configuration is run.
 *
 * @param folder where git is run; `file` is relative to it.
 * @throws FactorioLockError USAGE if git knows no such revision, FAILED if there is no git, no repository or no
 *   commit in it.
 */
export async function fileAtRevision(
  context: Pick<Context, "env" | "platform">,
  folder: string,
  revision: string,
  file: string,
): Promise<string | undefined> {
  if (revision.startsWith("-") || /\p{Cc}/u.test(revision)) throw noRevision(revision);
  const git = async (args: readonly string[]) => {
    const answer = await runGit(context, folder, args);
    if (answer.kind === "no-git") throw noGit();
    if (answer.kind === "no-repository") throw noRepository(folder, revision);
    return answer.kind === "printed" ? answer.text : undefined;
  };
  const commit = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const hash = commit?.trim() ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(hash)) {
    const any = await git(["rev-list", "--all", "--max-count=1"]);
    throw any?.trim() === "" ? noCommits() : noRevision(revision);
  }
  return git(["cat-file", "blob", `${hash}:./${file}`]);
}

function noRevision(revision: string): FactorioLockError {
  return new FactorioLockError("USAGE", `"${revision}" is neither a file nor a git revision.`, {
    hint: "for example: `factorio-lock diff HEAD~1`, or `factorio-lock diff old.lock new.lock`.",
  });
}

function noCommits(): FactorioLockError {
  return new FactorioLockError(
    "FAILED",
    "This git repository has no commits yet, so there is nothing to compare with.",
    {
      hint: "commit mods.yaml and mods.lock, or name two lockfiles: `factorio-lock diff old.lock new.lock`.",
    },
  );
}

function noGit(): FactorioLockError {
  return new FactorioLockError("FAILED", "git is not installed, so revisions cannot be compared.", {
    hint: "name two lockfiles instead: `factorio-lock diff old.lock new.lock`.",
  });
}

function noRepository(folder: string, revision: string): FactorioLockError {
  const message =
    revision === "HEAD"
      ? `${folder} is not in a git repository, so there is no revision to compare with.`
      : `"${revision}" is no file, and no git revision either: ${folder} is not in a git repository.`;
  return new FactorioLockError("FAILED", message, {
    hint: "name two lockfiles that are there: `factorio-lock diff old.lock new.lock`; `factorio-lock history` lists the changes made here.",
  });
}
