import { FactorioLockError } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { usageError } from "../../command/usage-error.ts";
import type { SETTINGS_COMMAND } from "./command.ts";
import { changedPage, diffPage, shownPage } from "./page.ts";
import { diffSettings, exportSettings, nearSettings, setSetting, showSettings, unsetSettings } from "./settings.ts";

export const run: Runner<typeof SETTINGS_COMMAND> = async (context, args, { width }) => {
  const [verb = "show", ...rest] = args.words;
  const dryRun = args.flag("dry-run");
  if (verb === "show") {
    const data = await showSettings(context);
    return { data, page: shownPage(data, width) };
  }
  if (verb === "diff") {
    const data = await diffSettings(context, rest[0]);
    const differs = args.flag("exit-code") && data.changes.length > 0;
    return { data, page: diffPage(data), ...(differs ? { exitCode: 5 } : {}) };
  }
  if (verb === "set") {
    const [key, value] = rest;
    if (key === undefined || value === undefined || rest.length > 2)
      throw usageError(
        "settings set takes SECTION.NAME and VALUE.",
        "for example: `factorio-lock settings set startup.some-setting 5`.",
      );
    const data = await setSetting(context, key, value, dryRun);
    return { data, page: changedPage(data, { near: await nearSettings(context, key), isForGame: true, dryRun }) };
  }
  if (verb === "unset" && rest.length === 0)
    throw usageError(
      "settings unset takes SECTION.NAME.",
      "for example: `factorio-lock settings unset startup.some-setting`.",
    );
  if (verb !== "unset" && verb !== "export") throw new FactorioLockError("USAGE", `settings has no "${verb}".`);
  const data = await (verb === "unset" ? unsetSettings : exportSettings)(context, rest, dryRun);
  return { data, page: changedPage(data, { dryRun }) };
};
