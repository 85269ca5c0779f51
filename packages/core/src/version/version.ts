/**
 * A mod or game version: three numbers from 0 to 65535, displayed as its author wrote it.
 *
 * `0.1.01` and `0.1.1` are the same version with different `text`. Source: docs/factorio.md, 3, 8.2.
 */
export interface Version {
  /** The author's own text, trimmed: `0.1.01`. */
  readonly text: string;
  /** `major × 2³² + minor × 2¹⁶ + patch`: a safe integer that orders versions. */
  readonly packed: number;
}

/** The highest number that a part of a version can have. */
export const MAX_PART = 65_535;

/** The highest packed version, `65535.65535.65535`. */
export const MAX_PACKED: number = pack(MAX_PART, MAX_PART, MAX_PART);

/** Packs three parts, each from 0 to 65535, into one number for comparison. */
export function pack(major: number, minor: number, patch: number): number {
  return (major * 65_536 + minor) * 65_536 + patch;
}

/** The three parts of a packed version. */
export function unpack(packed: number): [major: number, minor: number, patch: number] {
  return [Math.floor(packed / 2 ** 32), Math.floor(packed / 65_536) % 65_536, packed % 65_536];
}

/** A packed version in its plain form: `1.10.0`. */
export function formatPacked(packed: number): string {
  return unpack(packed).join(".");
}

/**
 * Parses a version strictly: two or three numbers joined by dots, nothing else.
 *
 * @returns undefined if `text` is not a version or a part exceeds 65535.
 * @example parseVersion("1.10")?.packed === parseVersion("1.10.0")?.packed
 */
export function parseVersion(text: string): Version | undefined {
  const trimmed = text.trim();
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(trimmed);
  return match ? fromParts(trimmed, match) : undefined;
}

/**
 * Parses a version as the game does: leading blanks are allowed, major and minor are needed, and anything after the
 * numbers is ignored.
 *
 * @returns undefined if the text does not start with two numbers or a part exceeds 65535.
 * @example readVersion("1.2.3-beta")?.packed === parseVersion("1.2.3")?.packed
 */
export function readVersion(text: string): Version | undefined {
  const match = /^\s*(\d+)\.\s*(\d+)(?:\.\s*(\d+))?/.exec(text);
  return match ? fromParts(text.trim(), match) : undefined;
}

/** Negative if `a` is older than `b`, 0 if both are the same version, positive if `a` is newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.packed - b.packed;
}

function fromParts(text: string, match: RegExpExecArray): Version | undefined {
  const [major, minor, patch] = [Number(match[1]), Number(match[2]), Number(match[3] ?? "0")];
  return major <= MAX_PART && minor <= MAX_PART && patch <= MAX_PART
    ? { text, packed: pack(major, minor, patch) }
    : undefined;
}
