import { CHANGES } from "@factorio-lock/core";
import * as v from "valibot";
import { count, flag, list, names, object, oneOf, orNull, type ResultOf, text } from "./field.ts";
import { warnings } from "./warning.ts";

export const modChange = object("A mod and how it changed.", {
  name: text("The mod's name."),
  version: text("Its version, as the author wrote it; for a removed mod the version that it had."),
  requested: flag("Whether mods.yaml asks for it."),
  change: oneOf("How it changed.", CHANGES),
  from: orNull("The version before; null unless it was updated or removed.", v.string()),
});

/** How one mod moved. Source: docs/commands.md, "JSON". */
export type ModChange = ResultOf<typeof modChange>;

/** How mods moved. */
export const modChanges = (about: string) => list(about, modChange);

export const heldBack = object("A mod that others hold below a release that its range and the game allow.", {
  name: text("The mod's name."),
  version: text("The locked version."),
  newest: text("The newest version that its range and the game allow."),
  by: names("The mods that hold it; empty if they are not known."),
});

export const leftOut = object("The newer releases that were left out for their age; absent if there are none.", {
  olderThan: text("The age that was asked for, such as 7d."),
  releases: count("How many releases were left out."),
});

/** Releases that were not taken because they are too young. */
export type LeftOut = ResultOf<typeof leftOut>;

export const directory = object(
  "What changed in the mod directory: file names, in name order. Absent if it was left alone.",
  {
    path: text("The mod directory, relative to the folder of mods.yaml if it is inside that."),
    kept: count("How many mods were in place already."),
    placed: names("The archives and folders that were placed."),
    removed: names("Those that were removed."),
    setAside: names("Files that factorio-lock did not place, and that were moved away."),
    asideFolder: v.exactOptional(text("The folder to which they were moved; absent if there were none.")),
    enabled: names("The mods that were switched on in mod-list.json."),
    disabled: names("The mods that were switched off there."),
    modList: oneOf(
      "The state of mod-list.json: unchanged, changed, new, or written anew because it could not be read.",
      ["same", "changed", "new", "repaired"],
    ),
    settingsChanged: flag("Whether mod-settings.dat has other values now, or would have."),
  },
);

/** The changes of the mod directory. */
export type DirectoryPart = ResultOf<typeof directory>;

/** A file of the modpack, and whether its text changed. */
export const changedFile = (about: string) =>
  object(about, {
    path: text("The file, relative to the modpack's folder."),
    changed: flag("Whether its text changed, or would."),
  });

/** The fields of every command that moves a modpack from one lockfile to another. */
export const changeFields = {
  factorio: text("The game version of mods.yaml: 2.0, or 2.0.77."),
  mods: modChanges("Every mod of the lockfile, and those that were removed, in name order."),
  builtin: names("The builtin mods that are enabled."),
  lockfile: changedFile("The lockfile."),
  downloaded: v.exactOptional(
    object("What was downloaded; absent if no archives were needed.", {
      files: count("How many archives."),
      bytes: count("How many bytes."),
    }),
  ),
  reused: v.exactOptional(
    object("What was in the cache already; absent if no archives were needed.", {
      files: count("How many archives."),
    }),
  ),
  directory: v.exactOptional(directory),
  dryRun: v.exactOptional(
    v.pipe(v.literal(true), v.description("Present if this is what would happen: nothing was changed.")),
  ),
  heldBack: v.exactOptional(
    list(
      "The mods of mods.yaml that others hold below their newest fitting release; absent if there are none.",
      heldBack,
    ),
  ),
  leftOut: v.exactOptional(leftOut),
  warnings,
};

/** The result of a command that moves a modpack from one lockfile to another. */
export const change = v.strictObject(changeFields);

export type ChangeResult = ResultOf<typeof change>;

/** The result of a command that also changes the mod directory. */
export const install = v.strictObject({ ...changeFields, directory });

export type InstallResult = ResultOf<typeof install>;
