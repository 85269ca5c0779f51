import { MAX_PART, pack, parseVersion, readVersion, unpack } from "../version/version.ts";

/** The first two numbers of a game version: mods are made for exactly one line. */
export interface GameLine {
  readonly major: number;
  readonly minor: number;
}

/** The game version that a manifest names. Source: docs/manifest.md, "All keys"; docs/rules.md, R4. */
export interface GameVersion {
  /** The manifest's text: `2.0` or `2.0.77`. */
  readonly text: string;
  readonly line: GameLine;
  /** Whether the text names an exact version, not just a line. */
  readonly exact: boolean;
  /** The packed version to compare with; a line counts as newer than any of its patches (`2.0.65535`). */
  readonly packed: number;
}

/** Reads `2.0` or `2.0.77`; undefined if the text is neither. */
export function parseGameVersion(text: string): GameVersion | undefined {
  const version = parseVersion(text);
  if (!version) return undefined;
  const [major, minor] = unpack(version.packed);
  const exact = version.text.split(".").length === 3;
  return {
    text: version.text,
    line: { major, minor },
    exact,
    packed: exact ? version.packed : pack(major, minor, MAX_PART),
  };
}

/** `2.0` */
export function formatLine(line: GameLine): string {
  return `${line.major}.${line.minor}`;
}

/**
 * Whether a release that declares `factorioVersion` is made for the line: the same two numbers, a third is ignored;
 * 0.18 also serves 1.0. Source: docs/rules.md, R1; docs/factorio.md, 4.6.
 */
export function lineServes(factorioVersion: string, line: GameLine): boolean {
  const version = readVersion(factorioVersion);
  if (!version) return false;
  const [major, minor] = unpack(version.packed);
  if (major === line.major && minor === line.minor) return true;
  return major === 0 && minor === 18 && line.major === 1 && line.minor === 0;
}
