import { isAbsolute, relative } from "node:path";
import {
  builtinMods,
  candidates,
  compareNames,
  FactorioLockError,
  type GameVersion,
  isBuiltin,
  isRangeFault,
  isUnreadable,
  type ModInfo,
  parseDependency,
  parseRange,
  rangeHas,
  type Warning,
} from "@factorio-lock/core";
import type { ModSource, SourceMod } from "@factorio-lock/game";
import type { Metadata } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import type { ImportedMod } from "../result/source.ts";
import { importedMods } from "./imported-mods.ts";
import { type NetworkPlace, withMetadata } from "./services.ts";

/** The requirements that a manifest takes over from a source. */
export interface TakenOver {
  readonly mods: readonly ImportedMod[];
  /** Mods that `mods` recommend but the source disables or lacks: the manifest keeps them out. In name order. */
  readonly off: readonly string[];
  /** Mods that neither the portal nor the source has, in name order. */
  readonly unknown: readonly string[];
  /** The portal's data about the mods; undefined if it could not be asked. */
  readonly infos: ReadonlyMap<string, ModInfo> | undefined;
  readonly warnings: readonly Warning[];
}

/** Options of `takeOver`. */
export interface TakeOverOptions extends NetworkPlace {
  readonly loose?: boolean | undefined;
  /** The folder of the manifest. */
  readonly root: string;
  readonly game: GameVersion;
}

/** How many archives are read at once. */
const CONCURRENT_READS = 8;

/**
 * Derives the requirements that give a manifest the mods of a source, and no others. A mod that was off there
 * stays off; a mod that the portal does not know, and whose archive is in the source, becomes a `path` mod.
 * Source: docs/commands.md, "init".
 *
 * If the portal cannot be reached, only the source itself is used, with a warning.
 */
export async function takeOver(context: Context, source: ModSource, options: TakeOverOptions): Promise<TakenOver> {
  const taken = importedMods(source, options.loose ?? false);
  const names = taken.map(({ name }) => name).filter((name) => !isBuiltin(name));
  const known = await askPortal(context, options, names);
  const byName = new Map(source.mods.map((mod) => [mod.name, mod]));
  const mods: ImportedMod[] = [];
  const unknown: string[] = [];
  const warnings: Warning[] = [...known.warnings];
  for (const mod of taken) {
    const { archive } = byName.get(mod.name) as SourceMod;
    if (isBuiltin(mod.name) || !known.infos || known.infos.has(mod.name)) mods.push(mod);
    else if (archive === undefined) {
      unknown.push(mod.name);
      mods.push(mod);
    } else {
      const path = pathFrom(options.root, archive);
      if (path === undefined) warnings.push(otherDrive(mod.name, archive));
      mods.push(path === undefined ? mod : { ...mod, path });
    }
  }
  const off = source.complete ? await recommendedOff(source, taken, known.infos, options.game) : [];
  return { mods, off, unknown, infos: known.infos, warnings };
}

/** The portal's data about mods; `infos` is undefined if it could not be asked. */
async function askPortal(
  context: Context,
  options: TakeOverOptions,
  names: readonly string[],
): Promise<{ readonly infos: ReadonlyMap<string, ModInfo> | undefined; readonly warnings: readonly Warning[] }> {
  if (names.length === 0) return { infos: new Map(), warnings: [] };
  try {
    const infos = await withMetadata(context, { ...options, line: options.game.line }, (metadata) =>
      fetchInfos(metadata, names),
    );
    return { infos, warnings: [] };
  } catch (error) {
    if (
      !(error instanceof FactorioLockError) ||
      !["OFFLINE", "PORTAL_UNREACHABLE", "PORTAL_ERROR"].includes(error.code)
    ) {
      throw error;
    }
    const message = `The mod portal could not be asked: mods that it does not have are not known, and mods that others recommend may be added. ${error.message}`;
    return { infos: undefined, warnings: [{ code: "PORTAL_NOT_ASKED", message }] };
  }
}

async function fetchInfos(metadata: Metadata, names: readonly string[]): Promise<ReadonlyMap<string, ModInfo>> {
  await metadata.refresh(names);
  const found = await Promise.all(names.map(async (name) => [name, await metadata.get(name)] as const));
  return new Map(found.flatMap(([name, mod]) => (mod ? [[name, mod] as const] : [])));
}

/** The mods that the imported ones recommend and the source does not enable. */
async function recommendedOff(
  source: ModSource,
  taken: readonly ImportedMod[],
  infos: ReadonlyMap<string, ModInfo> | undefined,
  game: GameVersion,
): Promise<string[]> {
  const present = new Set(["base", ...taken.map(({ name }) => name)]);
  const builtins = builtinMods(game);
  const off = new Set<string>();
  const read = (dependencies: readonly string[] | undefined) => {
    for (const text of dependencies ?? []) {
      const dependency = parseDependency(text);
      if (!isUnreadable(dependency) && dependency.kind === "recommended" && !present.has(dependency.name))
        off.add(dependency.name);
    }
  };
  const local: SourceMod[] = [];
  for (const { name, range } of taken) {
    const info = infos?.get(name);
    if (isBuiltin(name)) read(builtins.get(name)?.dependencies);
    else if (info) {
      for (const release of inRange(info, range, game)) read(release.dependencies);
    } else local.push(...source.mods.filter((mod) => mod.name === name && mod.archive !== undefined));
  }
  const { readPathMod } = await import("@factorio-lock/game");
  for (let at = 0; at < local.length; at += CONCURRENT_READS) {
    const some = local
      .slice(at, at + CONCURRENT_READS)
      .map(({ archive = "" }) => readPathMod(archive).catch(() => undefined));
    for (const mod of await Promise.all(some)) read(mod?.info.dependencies);
  }
  return [...off].sort(compareNames);
}

function inRange(info: ModInfo, text: string, { line }: GameVersion): ModInfo["releases"] {
  const range = parseRange(text);
  if (isRangeFault(range)) return [];
  return candidates(info, line).filter(({ version }) => rangeHas(range, version.packed));
}

/** The path relative to the manifest's folder; undefined if it is on another drive. */
function pathFrom(root: string, archive: string): string | undefined {
  const path = relative(root, archive).replaceAll("\\", "/");
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) return undefined;
  return path.startsWith("../") ? path : `./${path}`;
}

function otherDrive(name: string, archive: string): Warning {
  const message = `${name} is not on the mod portal, and ${archive} is on another drive than mods.yaml: copy it beside mods.yaml, and write \`${name}: { path: … }\`.`;
  return { code: "PATH_MOD", message, mod: name };
}
