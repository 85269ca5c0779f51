import { parseGameVersion } from "../game/game-version.ts";
import { decodeRequirements } from "../manifest/decode-requirements.ts";
import { compareNames, isBuiltin, isSafeName } from "../mod/mod-name.ts";
import { readVersion } from "../version/version.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { booleanOf, describeNode, type Fields, knownFields, lineOf, tableOf } from "../yaml/fields.ts";
import { isEmptyNode, type YamlMapping, type YamlNode } from "../yaml/node.ts";
import { decodeGame } from "./decode-game.ts";
import { decodeLockedMod } from "./decode-locked-mod.ts";
import { LOCKFILE_VERSION, type LockedMod, type Lockfile } from "./lockfile.ts";

const KEYS = [
  "lockfileVersion",
  "factorio",
  "minimumFactorio",
  "expansion",
  "game",
  "requirements",
  "builtin",
  "mods",
] as const;

/**
 * Decodes a lockfile from its YAML tree, sorted by name. Adds a fault for each error; undefined if it is not a
 * lockfile.
 */
export function decodeLockfile(root: YamlNode | undefined, faults: Fault[]): Lockfile | undefined {
  if (root?.kind !== "mapping") {
    const found = root === undefined ? "the file is empty" : `found ${describeNode(root)}`;
    faults.push({ at: root?.start ?? 0, message: `${found}, expected a lockfile` });
    return undefined;
  }
  if (!checkVersion(root, faults)) return undefined;
  const fields = knownFields(root, KEYS, faults);
  for (const key of KEYS) {
    if (!fields.has(key) && key !== "minimumFactorio" && key !== "game") {
      faults.push({ at: root.start, message: `${quote(key)} is missing, expected it in every lockfile` });
    }
  }
  const factorio = decodeText(fields, "factorio", "a game version", parseGameVersion, faults);
  const minimumFactorio = decodeText(fields, "minimumFactorio", "a game version", readVersion, faults);
  const expansion = decodeExpansion(fields.get("expansion"), faults);
  const game = decodeGame(fields.get("game"), faults);
  const requirements = decodeRequirements(tableOf(fields.get("requirements"), "requirements", faults), faults);
  const builtin = decodeBuiltin(fields.get("builtin"), faults);
  const mods = decodeMods(tableOf(fields.get("mods"), "mods", faults), faults);
  const sorted = new Map([...requirements].sort(([a], [b]) => compareNames(a, b)));
  return (
    factorio && { factorio, minimumFactorio, expansion, ...(game ? { game } : {}), requirements: sorted, builtin, mods }
  );
}

/** Checked first, since a newer lockfile may differ in every other key. */
function checkVersion(root: YamlMapping, faults: Fault[]): boolean {
  const entry = root.entries.find(({ key }) => key.text === "lockfileVersion");
  const text = entry && lineOf(entry.value);
  if (entry === undefined) {
    faults.push({ at: root.start, message: '"lockfileVersion" is missing, expected it in every lockfile' });
  } else if (text === undefined || !/^[1-9]\d{0,8}$/.test(text)) {
    faults.push({
      at: entry.value.start,
      message: `found ${describeNode(entry.value)} for "lockfileVersion", expected ${LOCKFILE_VERSION}`,
    });
  } else if (Number(text) > LOCKFILE_VERSION) {
    const message = `found lockfileVersion ${text}, expected at most ${LOCKFILE_VERSION}: a newer factorio-lock wrote this file`;
    faults.push({
      at: entry.value.start,
      message,
      hint: "upgrade factorio-lock: `npm install -g factorio-lock@latest`.",
    });
  } else return true;
  return false;
}

function decodeText<Value>(
  fields: Fields,
  key: string,
  expected: string,
  read: (text: string) => Value | undefined,
  faults: Fault[],
): Value | undefined {
  const node = fields.get(key);
  if (node === undefined) return undefined;
  const text = lineOf(node);
  const value = text === undefined ? undefined : read(text);
  if (value === undefined)
    faults.push({ at: node.start, message: `found ${describeNode(node)} for ${quote(key)}, expected ${expected}` });
  return value;
}

function decodeExpansion(node: YamlNode | undefined, faults: Fault[]): boolean {
  const value = node && booleanOf(node);
  if (node && value === undefined) {
    faults.push({ at: node.start, message: `found ${describeNode(node)} for "expansion", expected true or false` });
  }
  return value ?? false;
}

function decodeBuiltin(node: YamlNode | undefined, faults: Fault[]): string[] {
  const names = new Set<string>();
  if (node === undefined || isEmptyNode(node)) return [];
  if (node.kind !== "sequence") {
    faults.push({ at: node.start, message: `found ${describeNode(node)} for "builtin", expected a list of mod names` });
    return [];
  }
  for (const item of node.items) {
    const name = lineOf(item);
    if (name !== undefined && isSafeName(name)) names.add(name);
    else faults.push({ at: item.start, message: `found ${describeNode(item)}, expected the name of a builtin mod` });
  }
  return [...names].sort(compareNames);
}

function decodeMods(table: YamlMapping | undefined, faults: Fault[]): Map<string, LockedMod> {
  const mods: [string, LockedMod][] = [];
  for (const { key, value } of table?.entries ?? []) {
    if (!isSafeName(key.text)) faults.push({ at: key.start, message: `${describeNode(key)} is not a mod name` });
    else if (isBuiltin(key.text)) {
      faults.push({ at: key.start, message: `${quote(key.text)} ships with the game, expected it below "builtin"` });
    } else {
      const mod = decodeLockedMod(key, value, faults);
      if (mod) mods.push([key.text, mod]);
    }
  }
  return new Map(mods.sort(([a], [b]) => compareNames(a, b)));
}
