import type { InstalledBuiltin, SettingValues } from "@factorio-lock/core";
import type { Place } from "../project/place.ts";
import type { NetworkOptions } from "./services.ts";

/** Options for placing mods in the mod directory. */
export interface PlaceOptions extends NetworkOptions {
  /** Copy mods instead of linking them. */
  readonly copy?: boolean | undefined;
  /** Move what is not locked to a folder next to the mod directory. */
  readonly prune?: boolean | undefined;
  /** Fail at once when another process is busy with the mod directory. */
  readonly noWait?: boolean | undefined;
  /** Change nothing. */
  readonly dryRun?: boolean | undefined;
  /** The builtin mods of the installed game, if it was read. */
  readonly installed?: readonly InstalledBuiltin[] | undefined;
}

/** Where mods are placed. */
export interface Target extends Place {
  /** Absolute. */
  readonly modDirectory: string;
  /** The manifest's mod settings. */
  readonly settings?: SettingValues | undefined;
}
