/** The mods that ship with the game and are never on the portal. Source: docs/factorio.md, 4.7. */
export const BUILTIN_NAMES: readonly string[] = ["base", "elevated-rails", "quality", "recycler", "space-age"];

/** Whether a mod of this name ships with the game. (`core` is implicit and never listed.) */
export function isBuiltin(name: string): boolean {
  return BUILTIN_NAMES.includes(name);
}

/**
 * Compares mod names by UTF-16 code units, the order of lockfiles and decisions, which is the same on every machine.
 * Source: docs/rules.md, R10.
 */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Whether a name can safely become part of a path on every system: letters, digits, `_ - .` and inner blanks, at most
 * 100 characters, not a device name of Windows, no leading or trailing dot or blank. Source: docs/security.md, "Data
 * from the network"; docs/factorio.md, 3.
 */
export function isSafeName(name: string): boolean {
  return /^[A-Za-z0-9_-](?:[A-Za-z0-9_ .-]{0,98}[A-Za-z0-9_-])?$/.test(name) && !RESERVED.test(name);
}

/** Whether a text is safe as the file name of a mod archive: a safe name and a version, `NAME_VERSION.zip`. */
export function isSafeFileName(fileName: string): boolean {
  const match = /^(.+)_(\d+(?:\.\d+)+)\.zip$/.exec(fileName);
  return match !== null && isSafeName(match[1] as string);
}
