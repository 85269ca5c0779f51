import {
  type BuiltinMod,
  dependencyStrings,
  FactorioLockError,
  type GameLine,
  lineServes,
  type ModListEntry,
  type PresentMod,
  parseDependencies,
  type Version,
} from "@factorio-lock/core";
import { readPathMod } from "../archive/path-mod.ts";
import { chosenMod, presentMods } from "../mod-source/present-mods.ts";
import { readModList } from "../mod-source/read-mod-list.ts";

/** The facts about a game that decide which mods it loads. */
export interface LoadingGame {
  readonly line: GameLine;
  /** Its builtin mods by name, with their version as text. */
  readonly builtins: ReadonlyMap<string, BuiltinMod & { readonly shown: string }>;
}

/** A mod that the game would load from a mod directory. */
export interface LoadMod {
  readonly name: string;
  readonly version: Version;
  /** The name of its file or folder in the mod directory. */
  readonly file: string;
}

/** A fault in an archive or folder that keeps the game from loading it. */
export type LoadFault =
  /** It cannot be read, or is not a mod. */
  | { readonly kind: "unreadable-archive"; readonly mod: string; readonly file: string; readonly message: string }
  /** Its info.json and its file name differ in mod or version. */
  | { readonly kind: "misnamed"; readonly mod: string; readonly file: string; readonly says: string }
  /** It is for another game line. */
  | { readonly kind: "other-line"; readonly mod: string; readonly file: string; readonly line: string };

/** The mods that the game would load from a mod directory, before checking them against each other. */
export interface LoadSet {
  /** All enabled mods by name, builtin ones included. */
  readonly present: ReadonlyMap<string, PresentMod>;
  readonly mods: ReadonlyMap<string, LoadMod>;
  readonly faults: readonly LoadFault[];
}

/**
 * Reads a mod directory as the game does on start: enabled and unlisted mods, at the listed version or else the newest,
 * checked against the content of each archive. Source: docs/factorio.md, 4.1, 4.2, 4.6.
 *
 * @throws FactorioLockError `FAILED` if its mod list cannot be read
 */
export async function readLoadSet(modDirectory: string, game: LoadingGame, signal?: AbortSignal): Promise<LoadSet> {
  const list = (await readModList(`${modDirectory}/mod-list.json`)) ?? [];
  const listed = new Map(list.map((entry): [string, ModListEntry] => [entry.name, entry]));
  const isOn = (name: string) => name === "base" || (listed.get(name)?.enabled ?? true);
  const present = new Map<string, PresentMod>();
  const mods = new Map<string, LoadMod>();
  const faults: LoadFault[] = [];
  for (const [name, { packed, dependencies, shown }] of game.builtins) {
    if (isOn(name))
      present.set(name, { kind: "builtin", name, version: shown, packed, ...parseDependencies(dependencies) });
  }
  for (const [name, forms] of presentMods(modDirectory)) {
    if (!isOn(name) || game.builtins.has(name)) continue;
    signal?.throwIfAborted();
    const form = chosenMod(forms, listed.get(name)?.version) ?? chosenMod(forms, undefined);
    if (!form) continue;
    const file = form.fileName;
    try {
      const { info } = await readPathMod(form.path);
      const { version } = info;
      const isOther = info.name !== name || (!form.unversioned && form.version?.packed !== version.packed);
      if (isOther) faults.push({ kind: "misnamed", mod: name, file, says: `${info.name} ${version.text}` });
      if (!lineServes(info.factorioVersion, game.line)) {
        faults.push({ kind: "other-line", mod: name, file, line: info.factorioVersion });
      }
      mods.set(name, { name, version, file });
      const strings = dependencyStrings({ dependencies: info.dependencies });
      present.set(name, {
        kind: "release",
        name,
        version: version.text,
        packed: version.packed,
        ...parseDependencies(strings),
      });
    } catch (error) {
      if (!(error instanceof FactorioLockError) || error.code === "INTERRUPTED") throw error;
      faults.push({ kind: "unreadable-archive", mod: name, file, message: error.message });
    }
  }
  return { present, mods, faults };
}
