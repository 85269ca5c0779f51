import type { GameVersion, SettingValues, Sha1 } from "@factorio-lock/core";
import type { SettingsChange } from "../mod-settings/reverted-settings.ts";
import type { ModDirectoryHold } from "./hold.ts";
import type { InstallEvent } from "./install-event.ts";
import type { ProjectChange } from "./replace-project-files.ts";

/** The inputs of an install, other than the plan. */
export interface ApplyOptions {
  /** The path of an archive in the store. Every archive in `plan.link` must exist. */
  archivePath(sha1: Sha1): string;
  readonly settings?: WantedSettings;
  /** The hold on the mod directory. It is checked again right before the first file is moved into place. */
  readonly hold?: Pick<ModDirectoryHold, "assertHeld">;
  /** Files of the project that change atomically with the mod directory. */
  readonly project?: ProjectChange;
  readonly onEvent?: (event: InstallEvent) => void;
  /**
   * Has an effect until the first file is moved into place; after that the install takes only milliseconds and is
   * completed.
   */
  readonly signal?: AbortSignal;
}

/** Values for mod-settings.dat, and the version of the game that will read it. */
export interface WantedSettings {
  readonly values: SettingValues;
  readonly game: GameVersion;
  /** Earlier changes of the file to revert first, latest first. */
  readonly revert?: readonly SettingsChange[] | undefined;
}
