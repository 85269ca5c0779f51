/**
 * For what reading a file or folder fails with: undefined if there is none. Every other failure (no file descriptors, no
 * permission, a broken disk) is ours, says nothing of what is there, and is thrown on.
 *
 * @example await readFile(path, "utf8").catch(unlessGone)
 */
export function unlessGone(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
}
