import { FactorioLockError, hasConflictMarkers, type Lockfile, parseLockfile, type Warning } from "@factorio-lock/core";
import { applyChange, type ChangeOptions, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { gatherFacts, requestOf, solve } from "../../modpack/solve.ts";
import { typedWords } from "../../modpack/suggestion.ts";
import type { Context } from "../../project/context.ts";
import { historyFolder, KEPT_STEPS, stepsUntil } from "../../project/history/history.ts";
import { type Step, summaryOf } from "../../project/history/step.ts";
import { readLock } from "../../project/lock.ts";
import { LOCKFILE_NAME } from "../../project/place.ts";
import { type Project, projectFrom } from "../../project/project.ts";
import { askForUndo } from "./ask-for-undo.ts";
import type { UndoResult } from "./result.ts";

/** Options of `undo`. */
export interface UndoOptions extends ChangeOptions {
  /** Take back changes of other programs, too, without asking. */
  readonly yes?: boolean | undefined;
}

/**
 * Restores manifest and lockfile as they were `count` changes ago, and the settings that those changes wrote, and installs.
 *
 * @throws FactorioLockError FAILED if fewer changes are kept; USAGE if another program made one of them and there is no
 *   terminal to ask on; INTERRUPTED if the answer is no; what fetching and applying throw.
 */
export async function undo(context: Context, count = 1, options: UndoOptions = {}): Promise<UndoResult> {
  return withModDirectoryLock(context, options, async (project, hold) => {
    const before = await readLock(project);
    const folder = historyFolder(context, project.root);
    const now = { manifest: project.manifestText, lock: before?.text };
    const steps = folder === undefined ? [] : stepsUntil(folder, now, new Date().toISOString());
    const undone = steps.slice(-count).toReversed();
    const target = undone.at(-1)?.before;
    if (steps.length < count || target?.manifest === undefined) throw tooFew(steps.length, folder);
    const changes = undone.map((step) => ({
      kind: step.kind,
      time: step.time,
      command: step.kind === "command" ? typedWords(step.command) : null,
      summary: summaryOf(step),
    }));
    if (!options.yes && !options.dryRun && undone.some(({ kind }) => kind === "outside")) {
      await askForUndo(context, changes);
    }
    const edited = projectFrom(context, project, target.manifest);
    const { lockfile, warnings } = await restoredLock(context, edited, target.lock, before?.lockfile, options);
    const isElsewhere = edited.modDirectory !== project.modDirectory;
    const change = {
      before,
      after: lockfile,
      lockText: target.lock,
      warnings: isElsewhere && !options.noInstall ? [...warnings, notInstalled(edited)] : warnings,
      hold,
      manifest: { from: project.manifestText, to: target.manifest },
      revert: undone.flatMap(settingsChangedBy),
    };
    const result = await applyChange(context, edited, change, {
      ...options,
      noInstall: options.noInstall || isElsewhere,
    });
    return { ...result, undone: changes };
  });
}

/** The lockfile of an earlier state. If it had none, or one with a git conflict, the manifest is resolved again. */
async function restoredLock(
  context: Context,
  project: Project,
  text: string | undefined,
  now: Lockfile | undefined,
  options: UndoOptions,
): Promise<{ readonly lockfile: Lockfile; readonly warnings: readonly Warning[] }> {
  if (text !== undefined && !hasConflictMarkers(text)) {
    return { lockfile: await parseLockfile(text, LOCKFILE_NAME), warnings: [] };
  }
  const facts = await gatherFacts(project, options);
  const { lockfile, warnings } = await solve(
    context,
    project,
    requestOf(project.manifest, facts, now, options),
    options,
  );
  const message = "There was no mods.lock then, so the mods of mods.yaml were resolved again.";
  return { lockfile, warnings: [...warnings, { code: "RESOLVED_ANEW", message }] };
}

/** The changes that a step made to mod-settings.dat, the latest first. */
function settingsChangedBy({ settings = [] }: Step): { before: Buffer | undefined; after: Buffer }[] {
  return settings.toReversed().map(({ before, after }) => ({
    before: before === null ? undefined : Buffer.from(before, "base64"),
    after: Buffer.from(after, "base64"),
  }));
}

function notInstalled({ manifest }: Project): Warning {
  const message = `The mod directory is ${manifest.modDirectory} again, and was left alone: \`factorio-lock install\` makes it match.`;
  return { code: "NOT_INSTALLED", message };
}

function tooFew(kept: number, folder: string | undefined): FactorioLockError {
  if (folder === undefined) {
    return new FactorioLockError("FAILED", "Changes of this modpack are not kept, so there is nothing to undo.", {
      hint: "they would be in your user folder, but there is none, or it is in the modpack itself; XDG_STATE_HOME names another folder.",
    });
  }
  if (kept === 0) {
    return new FactorioLockError(
      "FAILED",
      "No change of this modpack is kept on this machine, so there is nothing to undo.",
      {
        hint: "changes are kept from now on, in your user folder; with git, `git log mods.yaml` shows older ones.",
      },
    );
  }
  const some = kept === 1 ? "Only 1 change of this modpack is" : `Only ${kept} changes of this modpack are`;
  return new FactorioLockError("FAILED", `${some} kept on this machine.`, {
    hint: `\`factorio-lock history\` lists them; ${KEPT_STEPS} are kept at most.`,
  });
}
