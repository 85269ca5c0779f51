import { FactorioLockError } from "../error.ts";
import { parseVersion, unpack } from "../version/version.ts";
import { formatLine, type GameVersion } from "./game-version.ts";

/** A mod that ships with the game. */
export interface BuiltinMod {
  readonly name: string;
  /** The packed version to compare with. */
  readonly packed: number;
  readonly dependencies: readonly string[];
}

/** A builtin mod of an installed game, read from `data/NAME/info.json`. */
export interface InstalledBuiltin {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: readonly string[];
}

/** The builtin mods of a game line with their dependencies. Source: docs/rules.md, R4; docs/factorio.md, 4.7. */
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
 * The builtin mods of a game, by name. With `installed`: those of that game, at the versions that it has, and `base`.
 * Otherwise all builtin mods of the game version, at that version. Source: docs/rules.md, R4.
 *
 * All but `base` need the expansion; this function does not check that.
 *
 * @throws FactorioLockError `USAGE` if the installed game is of another line: mods for one line do not load in another,
 *   so any result would be wrong.
 */
export function builtinMods(game: GameVersion, installed?: readonly InstalledBuiltin[]): Map<string, BuiltinMod> {
  const { major, minor } = game.line;
  const table = major < 2 ? BEFORE_2_0 : major === 2 && minor === 0 ? SINCE_2_0 : SINCE_2_1;
  const mods = new Map<string, BuiltinMod>();
  for (const [name, dependencies] of Object.entries(table)) {
    if (installed && name !== "base" && !installed.some((other) => other.name === name)) continue;
    mods.set(name, { name, packed: game.packed, dependencies });
  }
  for (const { name, version, dependencies } of installed ?? []) {
    const packed = parseVersion(version)?.packed ?? game.packed;
    if (name === "base") requireLine(game, packed, version);
    mods.set(name, { name, packed, dependencies: dependencies ?? mods.get(name)?.dependencies ?? [] });
  }
  return mods;
}

function requireLine({ line, text }: GameVersion, packed: number, installed: string): void {
  const [major, minor] = unpack(packed);
  if (major === line.major && minor === line.minor) return;
  throw new FactorioLockError(
    "USAGE",
    `The installed game is Factorio ${installed}, but the mods are for Factorio ${text}`,
    {
      hint: `name a game of version ${formatLine(line)} with --game, or run: factorio-lock set factorio ${formatLine({ major, minor })}`,
    },
  );
}
