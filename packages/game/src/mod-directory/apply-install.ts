import { lstatSync } from "node:fs";
import { type DesiredMod, FactorioLockError, type InstallPlan, isSafeName } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { checkFileName } from "../archive/expected-archive.ts";
import type { ApplyOptions } from "./apply-options.ts";
import { asideFolder } from "./aside.ts";
import { refuseConflicts } from "./conflicts.ts";
import { controlOf, ensureFolder, replaceFile } from "./control.ts";
import { explained } from "./explained.ts";
import { finish } from "./finish.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { type GameFile, type Journal, writeJournal } from "./journal.ts";
import { formatModList } from "./mod-list.ts";
import { newSettings } from "./new-settings.ts";
import { formatRecord, isPlaceName, type PlacedEntry, type PlacedRecord, readRecord } from "./record.ts";
import { refuseChanged } from "./refuse-changed.ts";
import { stage } from "./stage.ts";

/** What an install did. */
export interface InstallReport {
  /** Whether it changed anything that the game sees. */
  readonly changed: boolean;
  /** Where things of others were moved; undefined when none were. */
  readonly asideFolder: string | undefined;
}

/**
 * Makes a mod directory what the plan says. The plan must have been made from the directory as it is, under a hold.
 *
 * Everything is prepared in `.factorio-lock/staged`; then a journal is written, and from then on the install happens
 * whatever crashes: new files are moved in, mod-settings.dat and mod-list.json are replaced, what is no longer wanted
 * goes. Source: contract section 6.
 *
 * @throws FactorioLockError `FAILED` when something is in the way, was changed since the plan, mod-settings.dat cannot
 *   be read, or the disk refuses;
 *   `CHECKSUM_MISMATCH` when the store's copy of an archive was changed; `UNSAFE_NAME` when a file name of the plan cannot
 *   become a path; `INTERRUPTED` when the signal fires before the journal. Before the journal nothing was changed; after it, the next `readModDirectory` under a hold finishes.
 */
export function applyInstall(directory: string, plan: InstallPlan, options: ApplyOptions): Promise<InstallReport> {
  return explained(directory, async () => {
    const { signal, settings } = options;
    throwIfInterrupted(signal);
    refuseConflicts(directory, plan);
    for (const { mod } of plan.link) refuseUnsafeName(mod);
    makeFolder(directory);
    const control = controlOf(directory);
    const interrupted = lstatSync(control.journal, { throwIfNoEntry: false });
    if (interrupted) throw new Error("an interrupted install must be finished before the next is planned");
    ensureFolder(control.folder);
    const record = readRecord(control);
    const keep = kept(record, plan);
    const settingsFile = settings && newSettings(control, settings);
    if (plan.link.length + plan.remove.length + plan.setAside.length === 0 && !plan.modListChanges && !settingsFile) {
      refuseChanged(control.directory, plan);
      const text = formatRecord(control, keep);
      if (text !== formatRecord(control, record)) replaceFile(control.record, text);
      return { changed: false, asideFolder: undefined };
    }
    const lists: [GameFile, string | Uint8Array][] = [];
    if (settingsFile) lists.push(["mod-settings.dat", settingsFile]);
    if (plan.modListChanges) lists.push(["mod-list.json", formatModList(plan.modList)]);
    const staged = await stage(control, plan, lists, options);
    const remove = new Map<string, PlacedEntry>();
    for (const { fileName, stamp } of plan.remove) {
      const entry = record.get(fileName);
      if (entry) remove.set(fileName, { ...entry, ...stamp });
    }
    const journal: Journal = { ...staged, remove, keep };
    options.hold?.assertHeld();
    writeJournal(control, journal);
    finish(control, journal);
    options.onEvent?.({ kind: "installed" });
    return { changed: true, asideFolder: staged.setAside.size > 0 ? asideFolder(control, staged.aside) : undefined };
  });
}

function refuseUnsafeName(mod: DesiredMod): void {
  if (mod.kind === "archive") return checkFileName(mod);
  if (isSafeName(mod.name) && isPlaceName(mod.fileName)) return;
  const shown = JSON.stringify(mod.name.slice(0, 200));
  throw new FactorioLockError("UNSAFE_NAME", `The path mod ${shown} cannot be given a name in the mod directory.`);
}

/** What stays, with the stamp that the plan knows: ours as recorded, others' files with the locked content as adopted. */
function kept(record: PlacedRecord, plan: InstallPlan): Map<string, PlacedEntry> {
  const entries = new Map<string, PlacedEntry>();
  for (const { mod, present } of plan.keep) {
    const entry = record.get(present.fileName);
    const isOurs = present.placed === "intact";
    if (isOurs && entry) entries.set(present.fileName, { ...entry, ...present.stamp });
    else if (mod.kind === "archive") {
      entries.set(present.fileName, { kind: "adopted", ...present.stamp, sha1: mod.sha1 });
    }
  }
  return entries;
}
