import { createHash } from "node:crypto";
import type { CatalogMod, CatalogRelease } from "@factorio-lock/mirror";

/** How many mods the pack brings in, and how far the last of them is from the manifest. */
export const PACK_SIZE = 120;
export const PACK_DEPTH = 6;

const RELEASES = 40;
const PER_LEVEL = PACK_SIZE / PACK_DEPTH;

/** The mods that the manifest names: the first level. */
export const ROOTS: readonly string[] = Array.from({ length: PER_LEVEL }, (_, at) => nameOf(0, at));

/** A pack of invented mods: each level needs mods of the next, and every release names some that are optional. */
export function packMods(): CatalogMod[] {
  return Array.from({ length: PACK_SIZE }, (_, at) => {
    const level = Math.floor(at / PER_LEVEL);
    const name = nameOf(level, at % PER_LEVEL);
    return {
      name,
      title: `Part ${at} of the pack`,
      owner: "someone",
      summary: "A part of a pack that was made for measuring.",
      downloadsCount: at,
      category: "content",
      deprecated: false,
      releases: Array.from({ length: RELEASES }, (_, nth) => release(name, level, at % PER_LEVEL, nth)),
      details: () => ({ changelog: `Version: 1.0.0\n  Changes:\n${"    - Something was changed.\n".repeat(200)}` }),
    };
  });
}

function nameOf(level: number, at: number): string {
  return `pack-level-${level}-mod-${at}`;
}

function release(name: string, level: number, at: number, nth: number): CatalogRelease {
  const version = `1.${Math.floor(nth / 10)}.${nth % 10}`;
  const next = level + 1 < PACK_DEPTH ? [0, 1, 7].map((step) => nameOf(level + 1, (at + step) % PER_LEVEL)) : [];
  // As on the portal, a mod's list of dependencies lives for some releases.
  const era = `1.${Math.floor(nth / 8)}.0`;
  const optional = Array.from({ length: 6 }, (_, step) => `? optional-mod-${(at + step) % 50} >= ${era}`);
  const hash = createHash("sha1").update(`${name} ${version}`).digest("hex");
  return {
    id: hash.slice(0, 24),
    version,
    fileName: `${name}_${version}.zip`,
    releasedAt: `2026-01-01T00:00:${String(nth).padStart(2, "0")}.000000Z`,
    sha1: hash,
    factorioVersion: nth < RELEASES / 2 ? "1.1" : "2.0",
    dependencies: [
      `base >= ${nth < RELEASES / 2 ? "1.1" : "2.0"}`,
      ...next.map((other) => `${other} >= ${era}`),
      ...optional,
    ],
  };
}
