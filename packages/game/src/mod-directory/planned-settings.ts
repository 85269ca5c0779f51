import type { SettingsChange } from "../mod-settings/reverted-settings.ts";
import type { WantedSettings } from "./apply-options.ts";
import { controlOf } from "./control.ts";
import { settingsChange } from "./new-settings.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/**
 * The change that `applyInstall` would make to mod-settings.dat with these settings; undefined if none.
 *
 * @throws FactorioLockError `FAILED` if there is a file that cannot be read, which `applyInstall` would refuse to
 *   replace
 */
export function plannedSettings(directory: string, settings: WantedSettings): Promise<SettingsChange | undefined> {
  return withExplainedErrors(directory, async () => settingsChange(controlOf(directory), settings));
}
