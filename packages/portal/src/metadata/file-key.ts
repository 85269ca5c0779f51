/**
 * A mod name as a file name that no two names share, on a file system that does not tell upper from lower case
 * either: capitals are marked. Only for names that are safe.
 *
 * @example fileKey("Flow Control") // "=flow =control"
 */
export function fileKey(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `=${capital.toLowerCase()}`);
}

/** The mod name of a file name made by `fileKey`. */
export function keyName(key: string): string {
  return key.replace(/=([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
