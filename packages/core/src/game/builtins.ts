import { parseVersion } from "../version/version.ts";
import type { GameVersion } from "./game-version.ts";

/** A mod that ships with the game. */
export interface BuiltinMod {
  readonly name: string;
  /** The packed version to compare with. */
  readonly packed: number;
  readonly dependencies: readonly string[];
}

/** What an installed game says of its builtin mods, by `data/NAME/info.json`. */
export interface InstalledBuiltin {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: readonly string[];
}

/** Builtin mods of a game line with what they need. Source: contract R4, domain.md 4.7. */
const BEFORE_2_0: Readonly<Record<string, readonly string[]>> = { base: [] };
const SINCE_2_0: Readonly<Record<string, readonly string[]>> = {
  base: [],
  "elevated-rails": ["base"],
  quality: ["base"],
  "space-age": ["base", "elevated-rails", "quality"],
};
const SINCE_2_1: Readonly<Record<string, readonly string[]>> = {
  base: [],
  "elevated-rails": ["base"],
  quality: ["base", "recycler"],
  recycler: ["base"],
  "space-age": ["base", "elevated-rails", "+ quality", "recycler"],
};

/**
 * The builtin mods of a game version, by name. They carry the game's version, or what the installed game says.
 *
 * Which of them a game may use is another matter: all but `base` need the expansion.
 */
export function builtinMods(game: GameVersion, installed: readonly InstalledBuiltin[] = []): Map<string, BuiltinMod> {
  const { major, minor } = game.line;
  const table = major < 2 ? BEFORE_2_0 : major === 2 && minor === 0 ? SINCE_2_0 : SINCE_2_1;
  const mods = new Map<string, BuiltinMod>();
  for (const [name, dependencies] of Object.entries(table)) {
    mods.set(name, { name, packed: game.packed, dependencies });
  }
  for (const { name, version, dependencies } of installed) {
    const packed = parseVersion(version)?.packed ?? game.packed;
    mods.set(name, { name, packed, dependencies: dependencies ?? mods.get(name)?.dependencies ?? [] });
  }
  return mods;
}
