import * as v from "valibot";
import { count, names, type ResultOf, text } from "../../result/field.ts";

const directory = text("The folder of the cache.");

export const dir = v.strictObject({ directory });

export type CacheDir = ResultOf<typeof dir>;

export const size = v.strictObject({
  directory,
  archives: count("How many archives are kept."),
  bytes: count("Their size in bytes."),
  partials: count("How many downloads are not complete."),
  partialBytes: count("The size of these in bytes."),
});

export type CacheSize = ResultOf<typeof size>;

export const swept = v.strictObject({
  directory,
  archives: count("How many archives were deleted."),
  partials: count("How many incomplete downloads were deleted."),
  bytes: count("The bytes that were freed."),
  held: names("The paths of files that could not be deleted because another program has them open."),
});

/** The files deleted from the cache. */
export type CacheSwept = ResultOf<typeof swept>;

export const verified = v.strictObject({
  directory,
  checked: count("How many archives were hashed."),
  bytes: count("Their size in bytes."),
  damaged: names("The SHA-1s of the damaged archives, which were deleted."),
  held: names(
    "The paths of damaged or unreadable archives that could not be deleted because another program has them open.",
  ),
});

export type CacheVerified = ResultOf<typeof verified>;
