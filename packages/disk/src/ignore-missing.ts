/**
 * For `.catch()` after reading a file or folder: returns undefined if it does not exist. Rethrows every other error
 * (file descriptors, permissions, a broken disk), which says nothing about what exists.
 *
 * @example await readFile(path, "utf8").catch(ignoreMissing)
 */
export function ignoreMissing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
}
