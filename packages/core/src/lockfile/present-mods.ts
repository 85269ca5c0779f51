import { type KnownStrings, type ReadDependencies, readDependencies } from "../dependency/read-dependencies.ts";
import { builtinMods, type InstalledBuiltin } from "../game/builtins.ts";
import type { GameVersion } from "../game/game-version.ts";
import { dependencyStrings } from "../mod/release.ts";
import type { Lockfile } from "./lockfile.ts";

/** A mod that the game loads for a lockfile. */
export interface PresentMod extends ReadDependencies {
  readonly kind: "builtin" | "release" | "path";
  readonly name: string;
  /** The version for display; for a builtin mod, the game's. */
  readonly version: string;
  /** The packed version to compare with. */
  readonly packed: number;
}

/**
 * Everything that the game loads for a lockfile: builtin mods first, then the others, each group in name order. `base`
 * is always included; a builtin mod that the game does not have is left out.
 *
 * @throws FactorioLockError `USAGE` if the installed game is of another line.
 */
export function presentMods(
  lockfile: Lockfile,
  game: GameVersion = lockfile.factorio,
  installed?: readonly InstalledBuiltin[],
): Map<string, PresentMod> {
  const present = new Map<string, PresentMod>();
  const shipped = builtinMods(game, installed);
  // Most mods share a few strings (`base >= 2.0`), so each string is parsed once.
  const known: KnownStrings = new Map();
  for (const name of new Set(["base", ...lockfile.builtin])) {
    const mod = shipped.get(name);
    if (!mod) continue;
    const version = installed?.find((other) => other.name === name)?.version ?? game.text;
    present.set(name, {
      kind: "builtin",
      name,
      version,
      packed: mod.packed,
      ...readDependencies(mod.dependencies, known),
    });
  }
  for (const [name, mod] of lockfile.mods) {
    const { kind, version } = mod;
    present.set(name, {
      kind,
      name,
      version: version.text,
      packed: version.packed,
      ...readDependencies(dependencyStrings(mod), known),
    });
  }
  return present;
}
