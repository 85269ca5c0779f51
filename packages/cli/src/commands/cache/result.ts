import * as v from "valibot";
import { count, names, type ResultOf, text } from "../../result/field.ts";

const directory = text("The folder of the cache.");

export const dir = v.strictObject({ directory });

export type CacheDir = ResultOf<typeof dir>;

export const size = v.strictObject({
  directory,
  archives: count("How many archives are kept."),
  bytes: count("Their bytes."),
  partials: count("How many downloads are not complete."),
  partialBytes: count("The bytes of these."),
});

export type CacheSize = ResultOf<typeof size>;

export const swept = v.strictObject({
  directory,
  archives: count("How many archives were deleted."),
  partials: count("How many incomplete downloads were deleted."),
  bytes: count("The bytes that were freed."),
  held: names("The paths of files that stay, as another program has them open."),
});

/** The files deleted from the cache. */
export type CacheSwept = ResultOf<typeof swept>;

export const verified = v.strictObject({
  directory,
  checked: count("How many archives were hashed."),
  bytes: count("Their bytes."),
  damaged: names("The SHA-1s of archives that were damaged, and are deleted."),
  held: names("The paths of those that are damaged or cannot be read, and stay, as another program has them open."),
});

export type CacheVerified = ResultOf<typeof verified>;
