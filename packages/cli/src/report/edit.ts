import type { ChangeResult } from "../modpack/change.ts";
import { changePage } from "./change.ts";
import { hintLine } from "./failure.ts";
import { BLANK, line } from "./line.ts";
import type { Page } from "./page.ts";

/** The page of a command that edits the manifest; `unlocked` if it did only that. */
export function editPage(result: ChangeResult, unlocked: boolean): Page {
  if (!unlocked) return changePage(result);
  const wrote = result.dryRun
    ? "mods.yaml would change; nothing was written."
    : "Wrote mods.yaml; mods.lock is as it was.";
  return { out: [], remarks: [line(wrote), BLANK, hintLine("`factorio-lock install` makes the mods follow.")] };
}
