import * as v from "valibot";
import { flag, names, type ResultOf, text } from "../../result/field.ts";

const project = text("The modpack's folder, by its real path.");

export const trust = v.strictObject({
  project,
  directory: text("Its mod directory, by its real path."),
  inside: flag("Whether the mod directory is in the modpack's own folder, so that it needs no permission."),
  besides: names(
    "Other things outside that are allowed: the file that mods.yaml is a link to, by its real path, and the address in this network of the pack that is followed.",
  ),
  changed: flag("Whether any of this was not allowed before."),
});

export type TrustResult = ResultOf<typeof trust>;

export const untrust = v.strictObject({
  project,
  directories: names("The folders, files and addresses that it may no longer use."),
});

export type UntrustResult = ResultOf<typeof untrust>;
