import {
  ANY_RANGE,
  type GameVersion,
  type InstalledBuiltin,
  isRangeFault,
  type ModInfo,
  parseRange,
  type Release,
  type Requirement,
  type ResolveRequest,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { lineOf, numberOf } from "./rules/number-of.ts";
import { gameNumber } from "./rules/shipped.ts";

/**
 * A case as plain data: how scenario files and generated cases are written. By default a release is for the
 * case's game line, has a SHA-1 and was released on the same day as all others.
 */
export interface CaseNotation {
  /** Default `2.0`. */
  readonly factorio?: string;
  readonly expansion?: boolean;
  /** The manifest: a range, `false`, or `path` for a mod of the table `path`. */
  readonly mods: Readonly<Record<string, string | false>>;
  /** By mod name, by version. */
  readonly registry: Readonly<Record<string, Readonly<Record<string, ReleaseNotation>>>>;
  /** The `path` mods: one release each. */
  readonly path?: Readonly<Record<string, Readonly<Record<string, ReleaseNotation>>>>;
  /** The lockfile's releases: a version of the registry, or a release that the registry does not have. */
  readonly lock?: Readonly<Record<string, string | Readonly<Record<string, ReleaseNotation>>>>;
  /** The game given by `--game DIR`. */
  readonly installed?: Readonly<
    Record<string, { readonly version: string; readonly dependencies?: readonly string[] }>
  >;
  readonly update?: "all" | readonly string[];
  readonly recommended?: boolean;
  readonly budget?: number;
}

/** The dependency strings (null: no such key), or those with more about the release. */
export type ReleaseNotation =
  | readonly string[]
  | null
  | {
      readonly needs?: readonly string[] | null;
      readonly factorio?: string;
      /** False: none. A text: another than the one that goes with name and version. */
      readonly sha1?: false | string;
      readonly released?: string;
    };

/** Reads the notation. Throws a plain Error where it makes no sense: a mistake in a test. */
export function readCase(notation: CaseNotation): Case {
  const game = readGame(notation.factorio ?? "2.0");
  const line = lineOf(game.text) ?? "";
  const releases = (name: string, versions: Readonly<Record<string, ReleaseNotation>>) =>
    Object.entries(versions).map(([version, release]) => readRelease(name, version, release, line));
  const single = (name: string, versions: Readonly<Record<string, ReleaseNotation>>) =>
    releases(name, versions)[0] ?? fail(`${name} needs one release`);

  const registry = new Map<string, ModInfo>(
    Object.entries(notation.registry).map(([name, versions]) => [name, { name, releases: releases(name, versions) }]),
  );
  const pathMods = Object.entries(notation.path ?? {}).map(
    ([name, versions]) => [name, { ...single(name, versions), sha1: undefined }] as const,
  );
  const locked = Object.entries(notation.lock ?? {}).map(
    ([name, lock]) => [name, typeof lock === "string" ? registered(registry, name, lock) : single(name, lock)] as const,
  );
  const installed: InstalledBuiltin[] = Object.entries(notation.installed ?? {}).map(([name, more]) => ({
    name,
    ...more,
  }));
  const request: ResolveRequest = {
    game,
    expansion: notation.expansion ?? false,
    requirements: new Map(Object.entries(notation.mods).map(([name, said]) => [name, readRequirement(name, said)])),
    ...(notation.path && { pathMods: new Map(pathMods) }),
    ...(notation.lock && { locked: new Map(locked) }),
    ...(notation.installed && { installed }),
    ...(notation.update && { update: notation.update }),
    ...(notation.recommended !== undefined && { recommended: notation.recommended }),
    ...(notation.budget !== undefined && { budget: notation.budget }),
  };
  return { request, registry };
}

/** The game version of a manifest. */
export function readGame(text: string): GameVersion {
  const [major = Number.NaN, minor = Number.NaN] = (lineOf(text) ?? fail(`${text} is no game version`))
    .split(".")
    .map(Number);
  return { text, line: { major, minor }, exact: text.split(".").length > 2, packed: gameNumber(text) };
}

/** A version, as whoever asks the solver would hand it over. */
export function readVersion(text: string): Version {
  return { text, packed: numberOf(text) ?? fail(`${text} is no version`) };
}

/** A requirement as the manifest would say it. */
export function readRequirement(name: string, said: string | false): Requirement {
  if (said === false) return { kind: "refused" };
  if (said === "path") return { kind: "path", path: `../${name}` };
  const range = said === "*" ? ANY_RANGE : parseRange(said);
  return isRangeFault(range) ? fail(`${name}: ${range.fault}`) : { kind: "range", range };
}

function readRelease(name: string, version: string, release: ReleaseNotation, line: string): Release {
  const plain = release === null || Array.isArray(release);
  const more = (plain ? { needs: release } : release) as Exclude<ReleaseNotation, readonly string[] | null>;
  return {
    version: readVersion(version),
    factorioVersion: more.factorio ?? line,
    dependencies: more.needs === null ? undefined : (more.needs ?? []),
    fileName: `${name}_${version}.zip`,
    sha1: more.sha1 === false ? undefined : ((more.sha1 ?? sha1Of(`${name}_${version}`)) as Sha1),
    download: `/download/${name}/${sha1Of(version).slice(0, 24)}`,
    releasedAt: more.released ?? "2026-01-01T00:00:00.000000Z",
  };
}

function registered(registry: ReadonlyMap<string, ModInfo>, name: string, version: string): Release {
  const found = registry.get(name)?.releases.find((release) => release.version.text === version);
  return found ?? fail(`the registry has no ${name} ${version} to lock`);
}

/** Forty hex digits that differ from text to text; nothing is ever hashed with them. */
function sha1Of(text: string): string {
  let state = 2_166_136_261;
  let digits = "";
  for (let at = 0; digits.length < 40; at++) {
    state = Math.imul(state ^ (text.charCodeAt(at % text.length) + at), 16_777_619) >>> 0;
    digits += state.toString(16).padStart(8, "0");
  }
  return digits.slice(0, 40);
}

function fail(message: string): never {
  throw new Error(message);
}
