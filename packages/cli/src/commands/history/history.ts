import { typedWords } from "../../modpack/suggestion.ts";
import type { Context } from "../../project/context.ts";
import { historyFolder, stepsUntil } from "../../project/history/history.ts";
import { type StepKind, summaryOf } from "../../project/history/step.ts";
import { openProject } from "../../project/project.ts";
import { readText } from "../../project/read-text.ts";

/** A change that can be taken back. */
export interface HistoryEntry {
  /** The number of `undo N` that takes it back, and all that came after it. */
  readonly undo: number;
  /** ISO 8601. */
  readonly time: string;
  readonly kind: StepKind;
  /** As it was typed, without the program's name; null where no command made the change. */
  readonly command: string | null;
  readonly summary: string;
}

/** The changes that are kept of a modpack. */
export interface HistoryResult {
  /** The newest first. */
  readonly changes: readonly HistoryEntry[];
}

/** Lists the changes that are kept of the modpack. @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID. */
export async function history(context: Context): Promise<HistoryResult> {
  const project = await openProject(context);
  const folder = historyFolder(context, project.root);
  if (folder === undefined) return { changes: [] };
  const lock = await readText(project.lockfilePath, "LOCKFILE_INVALID");
  const steps = stepsUntil(folder, { manifest: project.manifestText, lock }, new Date().toISOString());
  const changes = steps.toReversed().map((step, at): HistoryEntry => {
    const command = step.kind === "command" ? typedWords(step.command) : null;
    return { undo: at + 1, time: step.time, kind: step.kind, command, summary: summaryOf(step) };
  });
  return { changes };
}
