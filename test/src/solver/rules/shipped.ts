import type { ResolveRequest } from "@factorio-lock/core";
import { lineOf, numberOf } from "./number-of.ts";

/** The mods that some game ships with and the portal never has (docs/factorio.md, 4.7). */
export const SHIPPED: ReadonlySet<string> = new Set(["base", "elevated-rails", "quality", "space-age", "recycler"]);

/** A mod that ships with the game that a request is about. */
export interface ShippedMod {
  readonly version: number;
  readonly dependencies: readonly string[];
}

/** The mods that ship with the game of a request (docs/rules.md, R4), or that its `--game` has. */
export function shippedWith({ game, installed }: Pick<ResolveRequest, "game" | "installed">): Map<string, ShippedMod> {
  const version = gameNumber(game.text);
  const usual = new Map(Object.entries(usualMods(lineOf(game.text) ?? "")));
  if (!installed) return new Map([...usual].map(([name, dependencies]) => [name, { version, dependencies }]));
  const found = new Map<string, ShippedMod>([["base", { version, dependencies: [] }]]);
  for (const one of installed) {
    found.set(one.name, {
      version: numberOf(one.version) ?? version,
      dependencies: one.dependencies ?? usual.get(one.name) ?? [],
    });
  }
  return found;
}

/** `2.0` stands for a patch newer than any (R4). */
export function gameNumber(text: string): number {
  const number = numberOf(text) ?? Number.NaN;
  return text.split(".").length > 2 ? number : number + 65_535;
}

function usualMods(line: string): Record<string, readonly string[]> {
  if (line.startsWith("0.") || line.startsWith("1.")) return { base: [] };
  const since21 = line !== "2.0";
  return {
    base: [],
    "elevated-rails": ["base"],
    quality: since21 ? ["base", "recycler"] : ["base"],
    ...(since21 ? { recycler: ["base"] } : {}),
    "space-age": since21 ? ["base", "elevated-rails", "+ quality", "recycler"] : ["base", "elevated-rails", "quality"],
  };
}
