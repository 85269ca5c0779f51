import { readFile } from "node:fs/promises";
import { FactorioLockError } from "@factorio-lock/core";

/** Files in the user's folder that are larger than this are not ours. */
const MAX_BYTES = 16_000_000;

/**
 * A text file of the project; undefined where there is none.
 *
 * @throws FactorioLockError with the code given, for a file that cannot be read.
 */
export async function readText(
  path: string,
  code: "MANIFEST_INVALID" | "LOCKFILE_INVALID",
): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) throw new FactorioLockError(code, `${path} is too large to be right.`);
    return bytes.toString("utf8");
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { code: reason } = error as NodeJS.ErrnoException;
    if (reason === "ENOENT") return undefined;
    throw new FactorioLockError(code, `${path} cannot be read: ${reasonFor(reason)}.`, { cause: error });
  }
}

function reasonFor(code: string | undefined): string {
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "this user may not read it";
  return code ?? "unknown reason";
}
