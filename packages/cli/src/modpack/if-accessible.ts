/**
 * Reads something from the cache. Undefined if its folder is not accessible, as for a user without a home, or a cache in
 * somebody else's folder: commands that do not depend on the cache treat it as empty.
 *
 * @throws any other error of the system
 */
export function ifAccessible<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "EACCES") return undefined;
    throw error;
  }
}
