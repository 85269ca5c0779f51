import { basename, dirname } from "node:path";
import { isBuiltin, type ModListEntry, type Warning } from "@factorio-lock/core";
import { buildSource, type RawMod } from "./build-source.ts";
import { enumerated } from "./enumerated.ts";
import type { ModSource, SourceKind } from "./mod-source.ts";
import { chosenMod, linesOf, type PresentMod, presentMods } from "./present-mods.ts";

/** The file name of the game's mod list. */
const LIST = "mod-list.json";

/** A mod list and its folder. */
export interface ListedFolder {
  readonly kind: Extract<SourceKind, "mod-directory" | "mod-list">;
  /** The path of the source. */
  readonly path: string;
  readonly directory: string;
  /** Undefined if the folder has none; the game then loads every mod in it. */
  readonly list: readonly ModListEntry[] | undefined;
  /** Finds the game version, of which the mods give at most the line. */
  readonly game?: (() => Promise<string | undefined>) | undefined;
  /** The list's name in messages. */
  readonly file?: string | undefined;
}

/**
 * Reads the enabled mods of a mod directory as the game does: the enabled entries of the list, at the listed version or
 * else the newest present, and the mods in the folder that are not listed. Source: docs/factorio.md, 4.1, 4.2.
 *
 * The game line is the one that most of the present mods are for.
 */
export async function modDirectorySource(folder: ListedFolder): Promise<ModSource> {
  const { kind, path, directory, list, game, file = LIST } = folder;
  const present = presentMods(directory);
  const listed = new Map((list ?? []).map((entry) => [entry.name, entry]));
  const enabled = [...listed.values()].filter((entry) => entry.enabled);
  const unlisted = [...present.keys()]
    .filter((name) => !listed.has(name))
    .map((name): ModListEntry => ({ name, enabled: true }));
  const mods: RawMod[] = [];
  const taken: PresentMod[] = [];
  const warnings: Warning[] = [];
  for (const entry of [...enabled, ...unlisted]) {
    const { name, version } = entry;
    const found = chosenMod(present.get(name) ?? [], version);
    if (found) taken.push(found);
    mods.push(
      found && version === undefined
        ? { name, version: found.version?.text, source: found.fileName, archive: found.path }
        : { name, version, source: file, archive: found?.path },
    );
    if (found?.kind === "folder") warnings.push(folderWarning(found));
    // A version in a bare list suffices: its archive need not be next to it.
    const isListed = kind === "mod-list" && version !== undefined;
    if (!found && !isListed && !isBuiltin(name) && present.size > 0) {
      warnings.push(missingWarning(file, entry, present.get(name) ?? []));
    }
  }
  const lines = await linesOf(taken);
  if (unlisted.length > 0 && list) warnings.push(unlistedWarning(unlisted.map(({ name }) => name)));
  if (!list) warnings.push(noListWarning(directory));
  return buildSource({
    kind,
    path,
    game: await gameVersionText(lines.line, game),
    mods,
    off: [...listed.values()].filter((entry) => !entry.enabled).map(({ name }) => name),
    warnings: [...warnings, ...lines.warnings],
  });
}

/** The line of the mods; or the exact version found by `findGame`, if it has the same line or the mods have none. */
async function gameVersionText(line: string | undefined, findGame: ListedFolder["game"]): Promise<string | undefined> {
  const game = await findGame?.();
  return line === undefined || game?.startsWith(`${line}.`) ? (game ?? line) : line;
}

/** Reads the enabled mods of a mod list. For entries without a version, the archives next to it give one. */
export async function modListSource(path: string, list: readonly ModListEntry[]): Promise<ModSource> {
  const directory = dirname(path);
  const present = presentMods(directory);
  const names = new Set(list.map(({ name }) => name));
  const others = [...present.keys()].filter((name) => !names.has(name)).map((name) => ({ name, enabled: false }));
  return modDirectorySource({ kind: "mod-list", path, directory, list: [...list, ...others], file: basename(path) });
}

function folderWarning({ name, fileName }: PresentMod): Warning {
  const message = `${name} is the folder ${fileName}, not an archive: if it is your own, write \`${name}: { path: … }\` in mods.yaml.`;
  return { code: "SOURCE_FOLDER", message, mod: name };
}

function missingWarning(list: string, { name, version }: ModListEntry, others: readonly PresentMod[]): Warning {
  const versions = others.flatMap((other) => (other.version ? [other.version.text] : []));
  const wanted = version === undefined ? name : `${name} ${version}`;
  const instead = versions.length > 0 ? `; there is ${enumerated(versions)}` : "";
  return {
    code: "SOURCE_MISSING",
    message: `${list} enables ${wanted}, which is not in the folder${instead}.`,
    mod: name,
  };
}

function unlistedWarning(names: readonly string[]): Warning {
  return {
    code: "SOURCE_UNLISTED",
    message: `${enumerated(names)}: in the folder, but not in ${LIST}. The game would enable what it finds, so it is taken over.`,
  };
}

function noListWarning(directory: string): Warning {
  return {
    code: "SOURCE_UNLISTED",
    message: `${directory} has no ${LIST}: every mod in it is taken over, and whether Space Age is on is not known. \`factorio-lock set expansion true\` turns it on.`,
  };
}
