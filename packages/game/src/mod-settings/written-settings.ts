import { type GameVersion, type SettingValue, type SettingValues, unpack } from "@factorio-lock/core";
import { hasBranch, type ModSettings, writeModSettings } from "./mod-settings.ts";
import { child, dictionary, type PropertyTree, withChild } from "./property-tree.ts";

const SECTIONS = ["startup", "runtime-global", "runtime-per-user"] as const;

/**
 * The content of `mod-settings.dat` with a manifest's settings applied. All other values stay.
 *
 * The file keeps its version unless that is newer than the game, which would then ignore the whole file. A new file
 * gets the game's version; for a line its first (`2.0` writes 2.0.0). Numbers become doubles, which the game reads for
 * every numeric setting, unless the file already has an integer. Source: docs/factorio.md, 4.3.
 *
 * @param old the current content; undefined if there is no file
 */
export function writtenSettings(old: ModSettings | undefined, values: SettingValues, game: GameVersion): Uint8Array {
  const settings = old ?? emptySettings(game);
  const tree = mergeSections(settings.tree, values);
  return writeModSettings(isNewerThan(settings.version, game) ? { ...versionOf(game), tree } : { ...settings, tree });
}

/** Creates a `mod-settings.dat` with these values. */
export function newModSettings(values: SettingValues, game: GameVersion): Uint8Array {
  return writtenSettings(undefined, values, game);
}

function emptySettings(game: GameVersion): ModSettings {
  return { ...versionOf(game), tree: dictionary(SECTIONS.map((section) => [section, dictionary([])])) };
}

function versionOf(game: GameVersion): Pick<ModSettings, "version" | "branch"> {
  const version = oldestVersion(game);
  return { version, branch: hasBranch(version) ? 0 : undefined };
}

/** The game's version; for a line its first. */
function oldestVersion(game: GameVersion): ModSettings["version"] {
  const [major, minor, patch] = unpack(game.packed);
  return [major, minor, game.exact ? patch : 0, 0];
}

/** Whether the game would reject a file of this version. A line counts as its newest patch: docs/rules.md, R4. */
function isNewerThan([main, major, minor]: ModSettings["version"], game: GameVersion): boolean {
  const [gameMajor, gameMinor, gamePatch] = unpack(game.packed);
  return (main - gameMajor || major - gameMinor || minor - gamePatch) > 0;
}

function mergeSections(tree: PropertyTree, values: SettingValues): PropertyTree {
  let merged = tree;
  for (const section of ["startup", "runtime-global"] as const) {
    const wanted = Object.entries(values[section] ?? {});
    if (wanted.length === 0) continue;
    let settings = child(merged, section) ?? dictionary([]);
    for (const [name, value] of wanted) {
      const setting = child(settings, name) ?? dictionary([]);
      settings = withChild(settings, name, withChild(setting, "value", node(value, child(setting, "value"))));
    }
    merged = withChild(merged, section, settings);
  }
  return merged;
}

function node(value: SettingValue, old: PropertyTree | undefined): PropertyTree {
  if (old && hasValue(old, value)) return old;
  if (typeof value === "boolean") return { any: false, type: "bool", value };
  if (typeof value === "string") return { any: false, type: "string", value };
  if (typeof value === "object") {
    return dictionary(Object.entries(value).map(([key, part]) => [key, { any: false, type: "double", value: part }]));
  }
  if (typeof value === "bigint") {
    const type = value > MAX_INT64 || (old?.type === "uint64" && value >= 0n) ? "uint64" : "int64";
    return { any: false, type, value };
  }
  if ((old?.type === "int64" || (old?.type === "uint64" && value >= 0)) && Number.isSafeInteger(value)) {
    return { any: false, type: old.type, value: BigInt(value) };
  }
  return { any: false, type: "double", value };
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Whether a node already has this value, in any kind of number. */
function hasValue(node: PropertyTree, value: SettingValue): boolean {
  switch (node.type) {
    case "bool":
    case "string":
    case "double":
      return node.value === value;
    case "int64":
    case "uint64":
      if (typeof value === "bigint") return node.value === value;
      return typeof value === "number" && Number.isSafeInteger(value) && node.value === BigInt(value);
    case "dictionary": {
      if (typeof value !== "object") return false;
      const channels = Object.entries(value);
      return channels.length === node.entries.length && channels.every(([key, part]) => isChannel(node, key, part));
    }
    case "none":
    case "list":
      return false;
  }
}

function isChannel(colour: PropertyTree, key: string, part: number): boolean {
  const channel = child(colour, key);
  return channel?.type === "double" && channel.value === part;
}
