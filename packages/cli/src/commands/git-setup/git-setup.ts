import { FactorioLockError } from "@factorio-lock/core";
import type { Context } from "../../project/context.ts";
import { addAttributes } from "../../project/git-files.ts";
import { lockedPlace } from "../../project/place.ts";
import { runGit } from "../../project/run-git.ts";
import type { GitSetupResult } from "./result.ts";

/** The settings that make git call factorio-lock. Git itself quotes `%P`. */
const SETTINGS: Readonly<Record<string, string>> = {
  "merge.factorio-lock.name": "mods, merged by factorio-lock",
  "merge.factorio-lock.driver": "factorio-lock merge-driver %O %A %B %P",
  "diff.factorio-lock.textconv": "factorio-lock textconv",
};

/**
 * Makes git merge and show the manifest and the lockfile with factorio-lock. Source: docs/commands.md, "git-setup".
 *
 * @throws FactorioLockError MANIFEST_NOT_FOUND; FAILED if there is no git or no repository.
 */
export async function gitSetup(context: Context): Promise<GitSetupResult> {
  const { root } = await lockedPlace(context);
  for (const [key, value] of Object.entries(SETTINGS)) {
    const answer = await runGit(context, root, ["config", "--local", key, value]);
    if (answer.kind === "no-git") throw new FactorioLockError("FAILED", "git is not installed.");
    if (answer.kind === "no-repository") {
      throw new FactorioLockError("FAILED", `${root} is not in a git repository.`, {
        hint: "`git init` makes one.",
      });
    }
    if (answer.kind === "refused") {
      throw new FactorioLockError("FAILED", `git did not keep the setting ${key}: ${answer.message.trim()}`);
    }
  }
  const changed = await addAttributes(root);
  return { settings: SETTINGS, attributes: { path: ".gitattributes", changed } };
}
