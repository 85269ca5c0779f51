import { typedWords } from "../../modpack/suggestion.ts";
import type { Context } from "../../project/context.ts";
import { historyFolder, stepsUntil } from "../../project/history/history.ts";
import { summaryOf } from "../../project/history/step.ts";
import { openProject } from "../../project/project.ts";
import { readText } from "../../project/read-text.ts";
import type { HistoryEntry, HistoryResult } from "./result.ts";

/** Lists the kept changes of the modpack. @throws FactorioLockError MANIFEST_NOT_FOUND, MANIFEST_INVALID. */
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
