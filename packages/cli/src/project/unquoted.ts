import { FactorioLockError } from "@factorio-lock/core";
import { isWithin, realPath } from "./real-place.ts";

/**
 * Reads a file of a folder that may be anybody's. Where a link leads out of the folder, an error of reading quotes nothing of
 * what lies there: it may be any file of this machine, and messages end in public logs.
 */
export async function unquoted<T>(folder: string, path: string, read: () => Promise<T> | T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FactorioLockError) || isWithin(realPath(folder), realPath(path))) throw error;
    throw new FactorioLockError(
      error.code,
      `${path} is a link to a file outside its folder, which is not what it should be.`,
      {
        hint: "put the file itself in its place.",
      },
    );
  }
}
