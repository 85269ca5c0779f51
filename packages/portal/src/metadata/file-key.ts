/**
 * A file name for a mod name that is unique even on a case-insensitive file system: capitals are marked. The name must
 * be safe.
 *
 * @example fileKey("Flow Control") // "=flow =control"
 */
export function fileKey(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `=${capital.toLowerCase()}`);
}

/** The mod name for a file name made by `fileKey`. */
export function keyName(key: string): string {
  return key.replace(/=([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
