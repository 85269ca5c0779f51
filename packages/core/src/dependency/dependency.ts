import { type Operator, operatorSet } from "../version/operator.ts";
import { MAX_PART, pack, readVersion, type Version } from "../version/version.ts";
import { ALL_VERSIONS, type VersionSet } from "../version/version-set.ts";

/** Every kind of dependency. */
export const DEPENDENCY_KINDS = ["required", "unordered", "optional", "hidden", "recommended", "incompatible"] as const;

/**
 * How a dependency string relates a release to the other mod. Source: docs/factorio.md, 3.1; docs/rules.md, R2.
 *
 * `required` (no prefix), `unordered` (`~`: required, no load order), `optional` (`?`), `hidden` (`(?)`:
 * optional, not shown in the game), `recommended` (`+`), `incompatible` (`!`).
 */
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

/** One dependency string, read. */
export interface Dependency {
  readonly kind: DependencyKind;
  /** The other mod's name. */
  readonly name: string;
  /** The comparison as read; absent if any version will do, and always for `incompatible`. */
  readonly constraint?: Constraint;
  /** The versions that the constraint allows. */
  readonly versions: VersionSet;
  /** The author's text, trimmed. */
  readonly text: string;
  /** A flaw in the text that does not keep it from being read: a sentence without a full stop. */
  readonly oddity?: string;
}

/** A comparison with one version. */
export interface Constraint {
  readonly operator: Operator;
  readonly version: Version;
}

/** A dependency string that cannot be read. */
export interface UnreadableDependency {
  readonly text: string;
  /** The kind that its prefix shows: decides whether the release becomes unusable. Source: docs/rules.md, R6. */
  readonly kind: DependencyKind;
  /** Why: a sentence without a full stop. */
  readonly fault: string;
}

/** Longer strings are unreadable. Source: docs/factorio.md, 8.1. */
export const MAX_DEPENDENCY_LENGTH = 1000;

const PREFIXES: Readonly<Record<string, DependencyKind>> = {
  "": "required",
  "~": "unordered",
  "?": "optional",
  "(?)": "hidden",
  "+": "recommended",
  "!": "incompatible",
};

/** The prefixes as part of a regular expression; none of them begins another. */
const ANY_PREFIX = Object.keys(PREFIXES)
  .filter((prefix) => prefix !== "")
  .map((prefix) => prefix.replace(/\W/g, "\\$&"))
  .join("|");

const SPELLINGS: Readonly<Record<string, Operator>> = {
  "<": "<",
  "<=": "<=",
  "=<": "<=",
  "=": "=",
  "==": "=",
  ">=": ">=",
  "=>": ">=",
  ">": ">",
};

/**
 * Reads a dependency string, leniently. Source: docs/factorio.md, 8.1.
 *
 * @example parseDependency("? Krastorio2 >=0.1.0") // optional, "Krastorio2", >= 0.1.0
 */
export function parseDependency(raw: string): Dependency | UnreadableDependency {
  return parsePlain(raw) ?? parseAny(raw);
}

/** The form of nearly all strings: no outer blanks, no blanks in the name, nothing odd. */
const PLAIN = new RegExp(`^(${ANY_PREFIX})? *([A-Za-z0-9_.-]+)(?: *([<>]=?|=) *((\\d+)\\.(\\d+)(?:\\.(\\d+))?))?$`);

/** A fast path for plain strings; undefined for any other. */
function parsePlain(text: string): Dependency | undefined {
  const match = text.length > MAX_DEPENDENCY_LENGTH ? null : PLAIN.exec(text);
  if (!match) return undefined;
  const [, prefix = "", name = "", operator, versionText = "", major, minor, patch = "0"] = match;
  // Leading blanks are left to `parseAny`, which trims them.
  if (prefix === "" && text.startsWith(" ")) return undefined;
  const kind = PREFIXES[prefix] as DependencyKind;
  if (operator === undefined) return { kind, name, versions: ALL_VERSIONS, text };
  const parts = [Number(major), Number(minor), Number(patch)] as const;
  if (Math.max(...parts) > MAX_PART) return undefined;
  if (kind === "incompatible") return { kind, name, versions: ALL_VERSIONS, text };
  const version = { text: versionText, packed: pack(...parts) };
  const constraint: Constraint = { operator: operator as Operator, version };
  return { kind, name, constraint, versions: operatorSet(constraint.operator, version.packed), text };
}

function parseAny(raw: string): Dependency | UnreadableDependency {
  if (raw.length > MAX_DEPENDENCY_LENGTH) {
    const text = `${raw.slice(0, 60)}…`;
    return { text, kind: prefixOf(raw.trim()).kind, fault: `it is longer than ${MAX_DEPENDENCY_LENGTH} characters` };
  }
  const text = raw.trim();
  const { kind, rest } = prefixOf(text);
  const unreadable = (fault: string): UnreadableDependency => ({ text, kind, fault });
  if (rest === "") return unreadable(text === "" ? "it is empty" : "it names no mod");

  const operatorAt = rest.search(/[<>=!]/);
  const name = (operatorAt < 0 ? rest : rest.slice(0, operatorAt)).trim();
  if (name === "") return unreadable("it names no mod");
  if (!/^[A-Za-z0-9_ .-]+$/.test(name)) return unreadable(`"${name}" is not a mod name`);
  const oddities = [
    /\t/.test(text) ? "it uses tabs" : "",
    operatorAt < 0 && /\s\d+(\.\d+)+$/.test(name) ? "a version without an operator is part of the name" : "",
  ];
  if (operatorAt < 0) return { kind, name, versions: ALL_VERSIONS, text, ...oddity(oddities) };

  const comparison = readComparison(rest.slice(operatorAt));
  if (typeof comparison === "string") return unreadable(comparison);
  if (kind === "incompatible") return { kind, name, versions: ALL_VERSIONS, text, ...oddity(oddities) };
  const { constraint } = comparison;
  const versions = operatorSet(constraint.operator, constraint.version.packed);
  return { kind, name, constraint, versions, text, ...oddity([...oddities, ...comparison.oddities]) };
}

/** Whether `parseDependency` could not read the string. */
export function isUnreadable(dependency: Dependency | UnreadableDependency): dependency is UnreadableDependency {
  return "fault" in dependency;
}

/** Whether a dependency of this kind demands that the other mod be present. */
export function isDemand(kind: DependencyKind): boolean {
  return kind === "required" || kind === "unordered";
}

/**
 * Whether a dependency of this kind is a reason to install the other mod: a requirement or a recommendation. Source:
 * docs/rules.md, R8.
 */
export function isDemandOrRecommendation(kind: DependencyKind): boolean {
  return isDemand(kind) || kind === "recommended";
}

/** Whether a dependency of this kind on a present mod makes that mod load first. Source: docs/rules.md, R5. */
export function ordersLoading(kind: DependencyKind): boolean {
  return kind !== "unordered" && kind !== "incompatible";
}

const AT_PREFIX = new RegExp(`^(?:${ANY_PREFIX})`);

function prefixOf(text: string): { kind: DependencyKind; rest: string } {
  const prefix = AT_PREFIX.exec(text)?.[0] ?? "";
  return { kind: PREFIXES[prefix] ?? "required", rest: text.slice(prefix.length).trim() };
}

/** Reads `>= 1.2.3`; returns the fault as a string if it cannot be read. */
function readComparison(text: string): { constraint: Constraint; oddities: string[] } | string {
  const match = /^([<>=!]+)\s*(.*)$/s.exec(text);
  const spelling = match?.[1] ?? "";
  const versionText = match?.[2] ?? "";
  const operator = SPELLINGS[spelling];
  if (operator === undefined) return `"${spelling}" is not an operator`;
  if (versionText === "") return `no version follows "${spelling}"`;
  if (/[<>=!]/.test(versionText)) return "it has more than one comparison";
  if (!/^\d[\d.]*$/.test(versionText)) return `"${versionText}" is not a version`;
  const version = readVersion(versionText);
  if (!version) return `"${versionText}" is not a version of two or three numbers, each at most 65535`;
  const oddities = [
    operator === spelling ? "" : `"${spelling}" is read as "${operator}"`,
    /^\d+\.\d+(\.\d+)?$/.test(versionText) ? "" : `"${versionText}" is read as its first three numbers`,
  ];
  return { constraint: { operator, version }, oddities };
}

function oddity(oddities: readonly string[]): { oddity?: string } {
  const said = oddities.filter((text) => text !== "");
  return said.length > 0 ? { oddity: said.join("; ") } : {};
}
