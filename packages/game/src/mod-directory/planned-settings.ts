import type { SettingsChange } from "../mod-settings/reverted-settings.ts";
import type { WantedSettings } from "./apply-options.ts";
import { controlOf } from "./control.ts";
import { settingsChange } from "./new-settings.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/**
 * The content that `applyInstall` would give mod-settings.dat with these settings; undefined where it would leave it alone.
 *
 * @throws FactorioLockError `FAILED` when there is a file that cannot be read: `applyInstall` would not replace it either
 */
export function plannedSettings(directory: string, settings: WantedSettings): Promise<SettingsChange | undefined> {
  return withExplainedErrors(directory, async () => settingsChange(controlOf(directory), settings));
}
