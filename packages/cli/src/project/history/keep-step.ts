import type { ApplyOptions } from "@factorio-lock/game";
import type { Context } from "../context.ts";
import { addSettings, changeSince, historyFolder, type OpenStep, openStep, readSteps } from "./history.ts";
import { isSameState, type ProjectTexts, type Step, type WrittenSettings, withSettings } from "./step.ts";

/** A change of a modpack that is about to be made. */
export interface PlannedChange {
  /** The folder of the manifest. */
  readonly root: string;
  readonly from: ProjectTexts;
  readonly to: ProjectTexts;
  /** Its change of mod-settings.dat, and the mod directory of that file. */
  readonly settings?: { readonly modDirectory: string; readonly wanted: ApplyOptions["settings"] } | undefined;
}

/**
 * Records a change for `undo`, with what was changed by hand or by other programs since the last one. If nothing can be
 * recorded, the change is made all the same.
 *
 * @returns undefined if nothing is recorded
 */
export async function keepStep(context: Context, change: PlannedChange): Promise<OpenStep | undefined> {
  try {
    return await record(context, change);
  } catch {
    // A change must not fail because it cannot be recorded.
    return undefined;
  }
}

async function record(context: Context, { root, from, to, settings }: PlannedChange): Promise<OpenStep | undefined> {
  if (from.manifest === undefined) return undefined;
  const written = await settingsOf(settings);
  // An install with nothing to do reads none of the steps: each holds whole lockfiles.
  if (!written && isSameState(from, to)) return undefined;
  const folder = historyFolder(context, root);
  if (folder === undefined) return undefined;
  const time = new Date().toISOString();
  const since = changeSince(readSteps(folder, from).at(-1), from, time);
  if (isSameState(from, to)) {
    // A setting from an edit of mods.yaml takes effect now: it belongs to that edit.
    if (written && since) return openStep(folder, from, [withSettings(since, written)]);
    if (written) addSettings(folder, from, written);
    return undefined;
  }
  const command = context.command ?? [];
  const own: Step = {
    kind: "command",
    time,
    command,
    before: from,
    after: to,
    settings: written && [written],
  };
  return openStep(folder, from, since ? [since, own] : [own]);
}

async function settingsOf(settings: PlannedChange["settings"]): Promise<WrittenSettings | undefined> {
  if (settings?.wanted === undefined) return undefined;
  const { plannedSettings } = await import("@factorio-lock/game");
  const planned = await plannedSettings(settings.modDirectory, settings.wanted);
  if (!planned) return undefined;
  const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return { before: planned.before ? toBase64(planned.before) : null, after: toBase64(planned.after) };
}
