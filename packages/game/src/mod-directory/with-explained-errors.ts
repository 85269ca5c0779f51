import { explain } from "@factorio-lock/disk";

/**
 * Runs `work` and reports a system error as an error about this mod directory.
 *
 * @throws FactorioLockError `FAILED` in place of a system error; anything else unchanged
 */
export async function withExplainedErrors<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(`The mod directory ${directory} could not be used`, error);
  }
}
