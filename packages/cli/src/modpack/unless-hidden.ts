/**
 * Looks at something in the cache. Undefined where its place cannot be looked at, as with a user without a home, or a cache in
 * a folder of somebody else's: what is only a cache is then as good as empty for commands that do not need it.
 *
 * @throws any other error of the system
 */
export function unlessHidden<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "EACCES") return undefined;
    throw error;
  }
}
