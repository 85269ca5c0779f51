import type { ApplyOptions } from "./apply-options.ts";
import { controlOf } from "./control.ts";
import { explained } from "./explained.ts";
import { newSettings } from "./new-settings.ts";

/**
 * Whether `applyInstall` with these settings would write another mod-settings.dat.
 *
 * @throws FactorioLockError `FAILED` when there is a file that cannot be read: `applyInstall` would not replace it either
 */
export function changesSettings(directory: string, settings: NonNullable<ApplyOptions["settings"]>): Promise<boolean> {
  return explained(directory, async () => newSettings(controlOf(directory), settings) !== undefined);
}
