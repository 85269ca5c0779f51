import * as v from "valibot";
import { count, list, names, object, type ResultOf, text } from "../../result/field.ts";

const directory = text("The mirror's folder.");

export const served = v.strictObject({ url: text("The address at which it is served."), directory });

/** A running mirror. */
export type MirrorServed = ResultOf<typeof served>;

export const added = v.strictObject({
  directory,
  added: names("The archives that were added, by their file names."),
  present: count("How many archives the folder had already."),
  downloaded: object("What was downloaded for that.", {
    files: count("How many archives."),
    bytes: count("How many bytes."),
  }),
});

export type MirrorAdded = ResultOf<typeof added>;

export const pruned = v.strictObject({
  directory,
  removed: list(
    "The archives that were deleted.",
    object("An archive.", {
      file: text("Its file name."),
      name: text("The mod's name."),
      version: text("Its version."),
      bytes: count("Its size in bytes."),
    }),
  ),
  kept: count("How many archives stay."),
  held: names("Those of them that no lockfile names, but that another program has open."),
});

export type MirrorPruned = ResultOf<typeof pruned>;

export const pushed = v.strictObject({
  directory,
  written: names("The keys that were written, in order."),
  bytes: count("Their size in bytes."),
  unchanged: count("How many objects the store had already, with the same bytes."),
  stale: names("The keys of objects that the mirror no longer has; deleted with --delete."),
});

export type MirrorPushed = ResultOf<typeof pushed>;

export const exported = v.strictObject({
  directory,
  mods: count("How many mods were written."),
  releases: count("How many releases of them."),
  out: text("The folder that was written."),
});

export type MirrorExported = ResultOf<typeof exported>;
