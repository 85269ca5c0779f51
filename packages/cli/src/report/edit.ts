import type { ChangeResult } from "../result/change.ts";
import { changePage } from "./change.ts";
import { hintLine } from "./failure.ts";
import { BLANK, type Line, line } from "./line.ts";
import type { Page } from "./page.ts";

/**
 * The page of a command that edits the manifest.
 *
 * @param unlocked whether it neither locked nor installed
 * @param edits lines about the edits, which come first
 */
export function editPage(result: ChangeResult, unlocked: boolean, edits: readonly Line[] = []): Page {
  const page = unlocked ? unlockedPage(result) : changePage(result);
  return { ...page, remarks: [...edits, ...(page.remarks ?? [])] };
}

function unlockedPage(result: ChangeResult): Page {
  const wrote = result.dryRun
    ? "mods.yaml would change; nothing was written."
    : "Wrote mods.yaml; mods.lock is as it was.";
  return { out: [], remarks: [line(wrote), BLANK, hintLine("`factorio-lock install` makes the mods follow.")] };
}

/** The named mods that the command changed. */
export function editedNames(names: readonly string[], { warnings }: Pick<ChangeResult, "warnings">): string[] {
  return names.filter((name) => !warnings.some(({ code, mod }) => code === "NOTHING_TO_DO" && mod === name));
}
