import {
  type ModInfo,
  parseGameVersion,
  parseRange,
  parseSha1,
  parseVersion,
  type Release,
  type Requirement,
  type ResolveRequest,
} from "@factorio-lock/core";

/** A question with all that is known of mods. */
export interface Case {
  readonly name: string;
  readonly request: ResolveRequest;
  readonly mods: ReadonlyMap<string, ModInfo>;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A release with version `text` that depends on `dependencies`. */
export function release(name: string, text: string, dependencies: readonly string[]): Release {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is not a version`);
  return {
    version,
    factorioVersion: "2.0",
    dependencies,
    fileName: `${name}_${text}.zip`,
    sha1: parseSha1("0".repeat(40)),
    download: `/download/${name}/0`,
    releasedAt: "2026-01-01T00:00:00.000000Z",
  };
}

/** A manifest for Factorio 2.0 that asks for mods by range. */
export function wants(ranges: Readonly<Record<string, string>>): ResolveRequest {
  const game = parseGameVersion("2.0");
  if (!game) throw new Error("2.0 is a game version");
  const requirements = new Map<string, Requirement>();
  for (const [name, text] of Object.entries(ranges)) {
    const range = parseRange(text);
    if ("fault" in range) throw new Error(range.fault);
    requirements.set(name, { kind: "range", range });
  }
  return { game, expansion: false, requirements };
}

/** The shape of a generated registry. */
export interface Shape {
  readonly mods: number;
  readonly releases: number;
  readonly seed: number;
  /** Demands of each release. */
  readonly demands: number;
  /** How many of a hundred demands also have an upper end. */
  readonly upper: number;
  /** How many of a hundred releases also have an optional or incompatible entry. */
  readonly soft: number;
  /** How many of a hundred mods the manifest asks for. */
  readonly wanted: number;
}

/**
 * A registry as the portal's: mods build on earlier ones, each release needs about the release of its day of the others
 * (`>=`), some also name an upper end, an optional or an incompatible mod.
 */
export function makeRegistry(name: string, shape: Shape): Case {
  const next = random(shape.seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (percent: number): boolean => next() * 100 < percent;
  const label = (index: number): string => `mod-${String(index).padStart(6, "0")}`;
  const mods = new Map<string, ModInfo>();
  const ranges: Record<string, string> = {};
  for (let index = 0; index < shape.mods; index++) {
    const mod = label(index);
    const others = Array.from({ length: index === 0 ? 0 : shape.demands }, () => below(index));
    const releases = Array.from({ length: shape.releases }, (_, at) => {
      const dependencies = ["base >= 2.0.0"];
      for (const other of new Set(others)) {
        const low = Math.max(0, at - below(5));
        dependencies.push(`${label(other)} >= ${version(low)}`);
        if (chance(shape.upper)) dependencies.push(`${label(other)} < ${version(low + 5 + below(shape.releases))}`);
      }
      if (chance(shape.soft))
        dependencies.push(
          `${chance(50) ? "?" : "!"} ${label(below(shape.mods))}${chance(50) ? ` >= ${version(at)}` : ""}`,
        );
      return release(mod, version(at), dependencies);
    });
    mods.set(mod, { name: mod, releases });
    if (chance(shape.wanted)) ranges[mod] = "*";
  }
  return { name, request: wants(ranges), mods };
}

function version(at: number): string {
  return `1.${at}.0`;
}
