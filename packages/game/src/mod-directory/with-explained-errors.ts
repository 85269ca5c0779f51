import { explain } from "@factorio-lock/disk";

/**
 * Runs `work`, and tells a failure of the system as one of this mod directory.
 *
 * @throws FactorioLockError `FAILED` in place of a system error; anything else unchanged
 */
export async function explained<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(`The mod directory ${directory} could not be used`, error);
  }
}
