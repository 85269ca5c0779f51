import { lstatSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { readControlFile, refuseIrreplaceable } from "@factorio-lock/disk";
import { readModSettings } from "../mod-settings/mod-settings.ts";
import { revertedSettings, type SettingsChange } from "../mod-settings/reverted-settings.ts";
import { writtenSettings } from "../mod-settings/written-settings.ts";
import type { WantedSettings } from "./apply-options.ts";
import type { Control } from "./control.ts";

const FILE = "mod-settings.dat";

/**
 * The new content of mod-settings.dat that applies these settings; undefined if it need not change. If the file is missing, or is a symbolic link (never followed), all other settings get the game's defaults.
 *
 * @throws FactorioLockError `FAILED` if there is a file that cannot be read, because replacing it would lose the
 *   player's settings
 */
export function newSettings(control: Control, wanted: WantedSettings): Uint8Array | undefined {
  return settingsChange(control, wanted)?.after;
}

/** Like `newSettings`, but returns both the current and the new content. @throws like `newSettings` */
export function settingsChange(
  { directory }: Control,
  { values, game, revert = [] }: WantedSettings,
): SettingsChange | undefined {
  const path = join(directory, FILE);
  const bytes = readControlFile(path);
  // `readControlFile` reads nothing of a file that is too large.
  if (!bytes && lstatSync(path, { throwIfNoEntry: false })?.isFile()) throw unreadable(path);
  const old = bytes && readModSettings(bytes);
  if (bytes && !old) throw unreadable(path);
  const reverted = revert.reduce<Uint8Array | undefined>(revertedSettings, bytes);
  const next = writtenSettings(reverted === bytes ? old : reverted && readModSettings(reverted), values, game);
  if (bytes?.equals(next)) return undefined;
  refuseIrreplaceable([path]);
  return { before: bytes, after: next };
}

function unreadable(path: string): FactorioLockError {
  const message = `${path} is damaged, too large, or in a form that factorio-lock does not know, so no settings can be written into it.`;
  return new FactorioLockError("FAILED", `${message} Nothing was changed.`, {
    hint: "move the file away, and the game starts with its own settings and those of mods.yaml; or take `settings` out of mods.yaml, and the file stays as it is.",
  });
}
