import { FactorioLockError } from "@factorio-lock/core";
import { isWithin, realPath } from "./real-place.ts";

/**
 * Reads a file of a folder that may be a stranger's. If a link leads out of the folder, an error while reading is replaced by
 * one that quotes nothing of the target, which may be any file of this machine: messages may end up in public logs.
 */
export async function withoutQuoting<T>(folder: string, path: string, read: () => Promise<T> | T): Promise<T> {
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
