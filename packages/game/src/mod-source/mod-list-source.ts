import { basename, dirname } from "node:path";
import { isBuiltin, type ModListEntry, type Warning } from "@factorio-lock/core";
import { buildSource, type RawMod } from "./build-source.ts";
import { enumerated } from "./enumerated.ts";
import type { ModSource, SourceKind } from "./mod-source.ts";
import { chosenMod, linesOf, type PresentMod, presentMods } from "./present-mods.ts";

/** The name of the game's list of mods. */
const LIST = "mod-list.json";

/** A mod list, and the folder that it is of. */
export interface ListedFolder {
  readonly kind: Extract<SourceKind, "mod-directory" | "mod-list">;
  /** The path of the source. */
  readonly path: string;
  readonly directory: string;
  /** Undefined if the folder has none: then the game loads all that is there. */
  readonly list: readonly ModListEntry[] | undefined;
  /** Asked for the game version where the mods there do not tell, or tell only its line. */
  readonly game?: (() => Promise<string | undefined>) | undefined;
  /** The name of the list in messages. */
  readonly file?: string | undefined;
}

/**
 * The enabled mods of a mod directory, as the game takes them: what the list enables, at the version that it names, else
 * at the newest that is there; and what lies in the folder and is not listed. Source: domain.md 4.1, 4.2.
 *
 * The game's line is that of most of the mods that are there.
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
    if (found?.kind === "folder") warnings.push(isFolder(found));
    // A list alone that names a version says all that is needed, whatever lies next to it.
    const isListed = kind === "mod-list" && version !== undefined;
    if (!found && !isListed && !isBuiltin(name) && present.size > 0) {
      warnings.push(isMissing(file, entry, present.get(name) ?? []));
    }
  }
  const lines = await linesOf(taken);
  if (unlisted.length > 0 && list) warnings.push(unlistedWarning(unlisted.map(({ name }) => name)));
  if (!list) warnings.push(withoutList(directory));
  return buildSource({
    kind,
    path,
    game: await gameOf(lines.line, game),
    mods,
    off: [...listed.values()].filter((entry) => !entry.enabled).map(({ name }) => name),
    warnings: [...warnings, ...lines.warnings],
  });
}

/** The line that the mods are made for; of another witness its exact version, where that is of the same line. */
async function gameOf(line: string | undefined, ask: ListedFolder["game"]): Promise<string | undefined> {
  const game = await ask?.();
  return line === undefined || game?.startsWith(`${line}.`) ? (game ?? line) : line;
}

/** The enabled mods of a mod list alone, with versions from the archives next to it where it names none. */
export async function modListSource(path: string, list: readonly ModListEntry[]): Promise<ModSource> {
  const directory = dirname(path);
  const present = presentMods(directory);
  const names = new Set(list.map(({ name }) => name));
  const others = [...present.keys()].filter((name) => !names.has(name)).map((name) => ({ name, enabled: false }));
  return modDirectorySource({ kind: "mod-list", path, directory, list: [...list, ...others], file: basename(path) });
}

function isFolder({ name, fileName }: PresentMod): Warning {
  const message = `${name} is the folder ${fileName}, not an archive: if it is your own, write \`${name}: { path: … }\` in mods.yaml.`;
  return { code: "SOURCE_FOLDER", message, mod: name };
}

function isMissing(list: string, { name, version }: ModListEntry, others: readonly PresentMod[]): Warning {
  const has = others.flatMap((other) => (other.version ? [other.version.text] : []));
  const wanted = version === undefined ? name : `${name} ${version}`;
  const instead = has.length > 0 ? `; there is ${enumerated(has)}` : "";
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

function withoutList(directory: string): Warning {
  return {
    code: "SOURCE_UNLISTED",
    message: `${directory} has no ${LIST}: every mod in it is taken over, and whether Space Age is on is not known. \`factorio-lock set expansion true\` turns it on.`,
  };
}
