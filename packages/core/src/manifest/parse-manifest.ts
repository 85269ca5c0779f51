import { GAME_BUILDS, type GameBuild, isGameBuild } from "../game/game-build.ts";
import { type GameVersion, parseGameVersion } from "../game/game-version.ts";
import { conflictMarkAt } from "../text/conflict.ts";
import { type Fault, faultError } from "../yaml/fault.ts";
import { booleanOf, describeNode, type Fields, knownFields, lineOf, tableOf } from "../yaml/fields.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../yaml/node.ts";
import { readPlainYaml } from "../yaml/read-plain.ts";
import { readYaml } from "../yaml/read-yaml.ts";
import { decodePack } from "./decode-pack.ts";
import { decodeRequirements } from "./decode-requirements.ts";
import { decodeSettings } from "./decode-settings.ts";
import { decodeUpdates } from "./decode-updates.ts";
import type { Manifest } from "./manifest.ts";
import { forbiddenPlace, withSlashes } from "./mod-path.ts";

/** The default mod directory. Source: docs/manifest.md. */
export const DEFAULT_MOD_DIRECTORY = "./mods";

/** The largest manifest that `readPlainYaml` is tried on, in characters: some 500,000 mods. */
const MAX_PLAIN_LENGTH = 16 * 1024 * 1024;

/** The keys of a manifest, in the order in which documents show them. */
export const MANIFEST_KEYS = [
  "factorio",
  "expansion",
  "modDirectory",
  "mods",
  "pack",
  "game",
  "updates",
  "settings",
] as const;

/**
 * Parses `mods.yaml`. Source: docs/manifest.md.
 *
 * @param file the file's name for messages.
 * @throws FactorioLockError `MANIFEST_INVALID` with a line `FILE:LINE:COLUMN: what was found, what was expected` for each
 *   fault.
 * @example parseManifest('factorio: "2.0"\nmods:\n  flib: "*"\n', "mods.yaml").mods.has("flib")
 */
export function parseManifest(text: string, file: string): Manifest {
  const faults: Fault[] = [];
  const mark = conflictMarkAt(text);
  if (mark >= 0) faults.push({ at: mark, ...CONFLICT });
  const root = faults.length === 0 ? readManifestYaml(text, faults) : undefined;
  const manifest = faults.length === 0 ? decode(root, faults) : undefined;
  if (manifest === undefined || faults.length > 0) throw faultError("MANIFEST_INVALID", file, text, faults);
  return manifest;
}

/**
 * The YAML tree of a manifest; undefined if it is empty or has faults. The slow YAML library is only used for text that
 * `readPlainYaml` does not read.
 */
export function readManifestYaml(text: string, faults: Fault[]): YamlNode | undefined {
  return (text.length <= MAX_PLAIN_LENGTH ? readPlainYaml(text) : undefined) ?? readYaml(text, faults);
}

const CONFLICT = {
  message: "found the marks of a git merge conflict, expected one version of these lines",
  hint: "keep the lines that you want, and remove those that start with <<<<<<<, ======= and >>>>>>>.",
};
const FACTORIO_HINT =
  'write the game line that you play, like `factorio: "2.0"`, or an exact version, like `factorio: "2.0.77"`.';
const MODS_HINT = 'below "mods:" write one indented line for each mod, like `  flib: "*"`.';

function decode(root: YamlNode | undefined, faults: Fault[]): Manifest | undefined {
  if (root === undefined) {
    faults.push({ at: 0, message: 'the file is empty, expected at least "factorio"', hint: FACTORIO_HINT });
    return undefined;
  }
  if (root.kind !== "mapping") {
    const message = `found ${describeNode(root)}, expected lines of the form NAME: VALUE`;
    faults.push({ at: root.start, message, hint: FACTORIO_HINT });
    return undefined;
  }
  const fields = knownFields(root, MANIFEST_KEYS, faults, strayHint);
  const factorio = decodeFactorio(fields, root, faults);
  const expansion = decodeExpansion(fields.get("expansion"), faults);
  const modDirectory = decodeModDirectory(fields.get("modDirectory"), faults);
  const mods = decodeRequirements(tableOf(fields.get("mods"), "mods", faults, MODS_HINT), faults);
  const game = decodeGame(fields.get("game"), faults);
  const updates = decodeUpdates(fields.get("updates"), faults);
  const settings = decodeSettings(fields.get("settings"), faults);
  const pack = decodePack(fields.get("pack"), faults);
  return (
    factorio && {
      factorio,
      expansion,
      modDirectory,
      mods,
      ...(game ? { game } : {}),
      ...(updates ? { updates } : {}),
      settings,
      ...(pack ? { pack } : {}),
    }
  );
}

/** A hint for an unknown key in the first column, which may be a mod that should be indented. */
function strayHint({ key, value }: YamlEntry): string | undefined {
  if (value.kind !== "scalar") return undefined;
  return `if ${key.text} is a mod, put it below "mods:" and indent it by two blanks`;
}

function decodeFactorio(fields: Fields, root: YamlMapping, faults: Fault[]): GameVersion | undefined {
  if (!fields.has("factorio")) {
    faults.push({ at: root.start, message: '"factorio" is missing, expected the game version', hint: FACTORIO_HINT });
  }
  const node = fields.get("factorio");
  if (node === undefined) return undefined;
  const text = lineOf(node);
  const version = text === undefined ? undefined : parseGameVersion(text);
  if (version === undefined) {
    const message = `found ${describeNode(node)} for "factorio", expected a game version`;
    faults.push({ at: node.start, message, hint: FACTORIO_HINT });
  }
  return version;
}

function decodeExpansion(node: YamlNode | undefined, faults: Fault[]): boolean {
  if (node === undefined) return false;
  const value = booleanOf(node);
  if (value === undefined) {
    const message = `found ${describeNode(node)} for "expansion", expected true or false`;
    faults.push({ at: node.start, message, hint: "write `expansion: true` if you have Space Age, without quotes." });
  }
  return value ?? false;
}

function decodeGame(node: YamlNode | undefined, faults: Fault[]): GameBuild | undefined {
  if (node === undefined) return undefined;
  const text = lineOf(node);
  if (text !== undefined && isGameBuild(text)) return text;
  const message = `found ${describeNode(node)} for "game", expected ${GAME_BUILDS.join(", ")}`;
  const hint = "write `game: headless` to lock a server as well; alpha is the game, expansion the one with Space Age.";
  faults.push({ at: node.start, message, hint });
  return undefined;
}

function decodeModDirectory(node: YamlNode | undefined, faults: Fault[]): string {
  if (node === undefined) return DEFAULT_MOD_DIRECTORY;
  const path = lineOf(node);
  if (path === undefined || path.trim() === "") {
    const message = `found ${describeNode(node)} for "modDirectory", expected a folder`;
    faults.push({ at: node.start, message, hint: "write a path, like `modDirectory: ./mods`." });
  }
  const forbidden = path === undefined ? undefined : forbiddenPlace(path);
  if (forbidden) {
    const message = `found ${forbidden}, for "modDirectory", expected a folder`;
    const hint = "write a path, like `modDirectory: ./mods`; only --mod-directory may name such a place.";
    faults.push({ at: node.start, message, hint });
  }
  return path === undefined ? DEFAULT_MOD_DIRECTORY : withSlashes(path);
}
