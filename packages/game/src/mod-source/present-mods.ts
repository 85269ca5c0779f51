import { statSync } from "node:fs";
import {
  type DirectoryMod,
  FactorioLockError,
  formatLine,
  lineServes,
  parseGameVersion,
  readVersion,
  unpack,
  type Warning,
} from "@factorio-lock/core";
import { readPathMod } from "../archive/path-mod.ts";
import { scan } from "../mod-directory/scan.ts";

/** A mod in a mod directory. */
export type PresentMod = Pick<DirectoryMod, "name" | "version" | "fileName" | "path" | "kind" | "unversioned">;

/** Lists the mods in a folder by name; empty if the folder does not exist. */
export function presentMods(directory: string): Map<string, PresentMod[]> {
  const mods = new Map<string, PresentMod[]>();
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return mods;
  for (const { mod } of scan(directory, new Map(), new Map())) {
    const same = mods.get(mod.name);
    if (same) same.push(mod);
    else mods.set(mod.name, [mod]);
  }
  return mods;
}

/**
 * Selects the version of a mod that the game loads: the listed one; or else a folder without a version in its name, or
 * else the newest, preferring a folder to an archive. Source: docs/factorio.md, 4.1.
 */
export function chosenMod(mods: readonly PresentMod[], listed: string | undefined): PresentMod | undefined {
  if (listed !== undefined) {
    const wanted = readVersion(listed)?.packed;
    return best(mods.filter(({ version }) => version?.packed === wanted));
  }
  return mods.find(({ unversioned }) => unversioned) ?? best(mods);
}

function best(mods: readonly PresentMod[]): PresentMod | undefined {
  const order = ({ version, kind }: PresentMod) => (version?.packed ?? 0) * 2 + (kind === "folder" ? 1 : 0);
  return mods.reduce<PresentMod | undefined>(
    (found, mod) => (found && order(found) >= order(mod) ? found : mod),
    undefined,
  );
}

/** Finds the game line that most mods are for, with warnings about mods for other lines and damaged mods. */
export async function linesOf(
  mods: readonly PresentMod[],
): Promise<{ readonly line: string | undefined; readonly warnings: readonly Warning[] }> {
  const made = new Map<PresentMod, string>();
  const warnings: Warning[] = [];
  for (const mod of mods) {
    try {
      made.set(mod, lineOf((await readPathMod(mod.path)).info.factorioVersion));
    } catch (error) {
      if (!(error instanceof FactorioLockError)) throw error;
      warnings.push({ code: "SOURCE_DAMAGED", message: error.message, mod: mod.name });
    }
  }
  const line = mostFrequent([...made.values()]);
  const game = line === undefined ? undefined : parseGameVersion(line);
  for (const [{ name, version }, other] of made) {
    if (!game || lineServes(other, game.line)) continue;
    const which = version ? `${name} ${version.text}` : name;
    warnings.push({
      code: "SOURCE_OTHER_GAME",
      message: `${which} is made for Factorio ${other}, not ${line}.`,
      mod: name,
    });
  }
  return { line, warnings };
}

function lineOf(factorioVersion: string): string {
  const version = readVersion(factorioVersion);
  if (!version) return factorioVersion;
  const [major, minor] = unpack(version.packed);
  return formatLine({ major, minor });
}

/** The most frequent line; of equally frequent ones the newest. */
function mostFrequent(lines: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const order = (line: string) =>
    (counts.get(line) ?? 0) * 2 ** 20 +
    (parseGameVersion(line)?.line.major ?? -1) * 1000 +
    (parseGameVersion(line)?.line.minor ?? 0);
  return [...counts.keys()].sort((a, b) => order(b) - order(a))[0];
}
