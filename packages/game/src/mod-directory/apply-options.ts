import type { GameVersion, SettingValues, Sha1 } from "@factorio-lock/core";
import type { SettingsChange } from "../mod-settings/reverted-settings.ts";
import type { ModDirectoryHold } from "./hold.ts";
import type { InstallEvent } from "./install-event.ts";
import type { ProjectChange } from "./replace-project-files.ts";

/** The inputs of an install besides the plan. */
export interface ApplyOptions {
  /** Where the store has an archive. Every archive of `plan.link` must be there. */
  archivePath(sha1: Sha1): string;
  readonly settings?: WantedSettings;
  /** The hold on the mod directory, which must be there still when the first file is moved into place. */
  readonly hold?: Pick<ModDirectoryHold, "assertHeld">;
  /** Files of the project that change with the mod directory: all or nothing. */
  readonly project?: ProjectChange;
  readonly onEvent?: (event: InstallEvent) => void;
  /** Heeded until the first file is moved into place; from then on the install takes milliseconds and is finished. */
  readonly signal?: AbortSignal;
}

/** Values for mod-settings.dat, and the game version that will read it. */
export interface WantedSettings {
  readonly values: SettingValues;
  readonly game: GameVersion;
  /** Changes of the file to take back before, the latest first. */
  readonly revert?: readonly SettingsChange[] | undefined;
}
