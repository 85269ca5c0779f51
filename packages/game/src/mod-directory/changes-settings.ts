import { join } from "node:path";
import { writtenSettings } from "../mod-settings/written-settings.ts";
import type { ApplyOptions } from "./apply-options.ts";
import { controlOf, readBytes } from "./control.ts";
import { explained } from "./explained.ts";

/**
 * Whether `applyInstall` with these settings would write another mod-settings.dat.
 *
 * @throws FactorioLockError `FAILED` when the file cannot be read
 */
export function changesSettings(
  directory: string,
  { values, game }: NonNullable<ApplyOptions["settings"]>,
): Promise<boolean> {
  return explained(directory, async () => {
    const old = readBytes(join(controlOf(directory).directory, "mod-settings.dat"));
    return writtenSettings(old, values, game) !== undefined;
  });
}
