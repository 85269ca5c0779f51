import SemverRange from "semver/classes/range.js";
import { type Operator, operatorSet } from "./operator.ts";
import { formatPacked, MAX_PACKED, MAX_PART, pack, parseVersion } from "./version.ts";
import { ALL_VERSIONS, intersectSets, setHas, uniteSets, type VersionSet } from "./version-set.ts";

/** A manifest's constraint on a mod's version. Source: docs/manifest.md, "What a mod can be". */
export interface Range {
  /** The user's own words. */
  readonly text: string;
  /** The versions that satisfy it. */
  readonly versions: VersionSet;
}

/** The range `*`: any release. */
export const ANY_RANGE: Range = { text: "*", versions: ALL_VERSIONS };

/** Why a text is not a range: a sentence that names the faulty part, and a hint on what to write instead. */
export interface RangeFault {
  readonly fault: string;
  readonly hint: string;
}

const GRAMMAR = 'a range looks like "*", "1.2.3", ">= 1.2, < 2.0", "^1.2.0", "~1.2", "1.x", "1.0 - 2.0" or "!= 1.2.3"';

/**
 * Parses a range: `*`; comparisons with the game's operators, joined by blanks or commas, which must all hold; `!=`,
 * which excludes one version; a bare version, which is exact; and `^ ~ x || a - b`, also after an operator (`>= 1.x`),
 * with node-semver's meaning over major.minor.patch.
 *
 * @example parseRange(">= 1.2, < 2.0")
 */
export function parseRange(text: string): Range | RangeFault {
  if (text === ANY_RANGE.text) return ANY_RANGE;
  let versions: VersionSet = [];
  for (const alternative of text.split("||")) {
    const set = alternativeSet(alternative.trim());
    if ("fault" in set) return set;
    versions = uniteSets(versions, set);
  }
  return { text, versions };
}

/** Whether `parseRange` failed. */
export function isRangeFault(range: Range | RangeFault): range is RangeFault {
  return "fault" in range;
}

/** Whether a packed version is in the range. */
export function rangeHas(range: Range, packed: number): boolean {
  return setHas(range.versions, packed);
}

/** One side of `||`: comparators that must all hold, or `a - b`. */
function alternativeSet(text: string): VersionSet | RangeFault {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (hyphen) return sugarSet(text);
  const tokens = text
    .replace(/(\^|~|[<>=!]+)\s+/g, "$1")
    .split(/[\s,]+/)
    .filter((token) => token !== "");
  if (tokens.length === 0) return { fault: "a range is empty", hint: GRAMMAR };
  let versions = ALL_VERSIONS;
  for (const token of tokens) {
    const set = comparatorSet(token);
    if ("fault" in set) return set;
    versions = intersectSets(versions, set);
  }
  return versions;
}

function comparatorSet(token: string): VersionSet | RangeFault {
  if (token === "*") return ALL_VERSIONS;
  if (/^[~^]/.test(token) || /^(?:[<>]=?|=)?[\d.]*[xX*](\.[xX*])*$/.test(token)) return sugarSet(token);
  const match = /^([<>=!]*)(.*)$/.exec(token);
  const operator = match?.[1] || "=";
  const version = parseVersion(match?.[2] ?? "");
  if (!/^(<|<=|=|!=|>=|>)$/.test(operator)) {
    return { fault: `"${operator}" is not an operator`, hint: "the operators are < <= = != >= >." };
  }
  if (!version) return { fault: `"${token}" is not a version or a comparison with one`, hint: versionHint(token) };
  if (operator === "!=") return allBut(version.packed);
  return operatorSet(operator as Operator, version.packed);
}

/** All versions except one. */
function allBut(packed: number): VersionSet {
  return uniteSets(operatorSet("<", packed), operatorSet(">", packed));
}

function versionHint(token: string): string {
  if ((token.match(/\d+/g) ?? []).some((number) => Number(number) > MAX_PART)) {
    return `each number of a version is at most ${MAX_PART}`;
  }
  if (/^\d+$/.test(token))
    return `write "${token}.x" for any release of ${token}, or "${token}.0.0" for exactly that one`;
  if (/^!=[\d.]*[xX*]/.test(token))
    return "!= leaves one version out; a whole line is left out by two: `< 1.0 || >= 2.0`";
  if (/^[<>=!]+\d+$/.test(token)) return `write "${token}.0": a version has two or three numbers`;
  return GRAMMAR;
}

/**
 * Reads `^ ~ x`, `>= 1.x` and `a - b` with node-semver, which returns a union of intersections of plain comparisons.
 */
function sugarSet(text: string): VersionSet | RangeFault {
  let comparators: SemverRange["set"];
  try {
    // node-semver would also accept tags (`^1.2.3-beta`), which mod versions do not have.
    if (!/^(?:[\^~=]|[<>]=?)?[\d.xX*]+(?:\s+-\s+[\d.xX*]+)?$/.test(text)) throw new SyntaxError(text);
    // node-semver rejects zero padding (`0.1.01`), which real mod versions have.
    comparators = new SemverRange(text.replace(/\b0+(?=\d)/g, "")).set;
  } catch {
    return { fault: `"${text}" is not a range`, hint: GRAMMAR };
  }
  return comparators.reduce<VersionSet>((all, group) => uniteSets(all, group.map(semverSet).reduce(intersectSets)), []);
}

function semverSet({ operator, semver }: SemverRange["set"][number][number]): VersionSet {
  if (typeof semver.version !== "string") return ALL_VERSIONS;
  const { major, minor, patch } = semver;
  // node-semver's numbers have no limit, so a bound with a number above 65535 is moved up to the next version that
  // exists.
  const packed =
    major > MAX_PART
      ? MAX_PACKED + 1
      : minor > MAX_PART
        ? pack(major + 1, 0, 0)
        : pack(major, minor, Math.min(patch, MAX_PART + 1));
  const moved = Math.max(major, minor, patch) > MAX_PART;
  return operatorSet(moved && operator === "<=" ? "<" : operator === "" ? "=" : operator, packed);
}

/** Prints a set of versions as a short range: `>= 1.2.0 < 2.0.0`, `1.4.1`, `*`; alternatives joined by `||`. */
export function formatVersionSet(versions: VersionSet): string {
  if (versions.length === 0) return "no version";
  return versions
    .map(({ low, high }) => {
      if (low === high) return formatPacked(low);
      const bounds = [low > 0 ? `>= ${formatPacked(low)}` : "", high < MAX_PACKED ? upperBound(high) : ""];
      return bounds.filter((bound) => bound !== "").join(" ") || "*";
    })
    .join(" || ");
}

/**
 * Prints an upper bound. One at the end of a minor version (`1.9.65535`) is printed as the start of the next (`<
 * 1.10.0`).
 */
function upperBound(high: number): string {
  return (high + 1) % 65_536 === 0 ? `< ${formatPacked(high + 1)}` : `<= ${formatPacked(high)}`;
}
