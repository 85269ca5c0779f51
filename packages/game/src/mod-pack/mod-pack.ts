import type { SettingValue, SettingValues } from "@factorio-lock/core";
import { utf8 } from "../bytes/bytes.ts";
import type { Inflater } from "../bytes/inflater.ts";

/** A mod pack in the exchange format of Clusterio, a program that runs clusters of servers. */
export interface ModPack {
  readonly name: string;
  readonly description: string;
  /** `2.0`, or an exact version. */
  readonly factorio: string;
  readonly mods: readonly PackedMod[];
  readonly settings: SettingValues;
}

/** A mod in a mod pack, which also lists builtin mods with the game's version. */
export interface PackedMod {
  readonly name: string;
  readonly enabled: boolean;
  /** Three numbers. */
  readonly version: string;
  readonly sha1?: string;
}

/** The longest JSON of a mod pack, in bytes. */
const JSON_LIMIT = 16 * 2 ** 20;

/** Parses a mod pack in one word; undefined if the text is not one. */
export async function readModPack(text: string, inflater: Inflater): Promise<ModPack | undefined> {
  const word = text.trim();
  if (word.length < 8 || !/^[A-Za-z0-9+/\r\n]+={0,2}$/.test(word)) return undefined;
  const packed = bytesOf(word);
  const bytes = packed && (await inflater.start(packed, JSON_LIMIT, "zlib"));
  if (!bytes) return undefined;
  try {
    return modPackOf(JSON.parse(utf8(bytes)));
  } catch {
    return undefined;
  }
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Reads a mod pack from a JSON value leniently; undefined if it is not one. */
export function modPackOf(value: unknown): ModPack | undefined {
  if (!isObject(value) || !Array.isArray(value["mods"]) || typeof value["factorio_version"] !== "string")
    return undefined;
  const { name, description, factorio_version: factorio, settings } = value;
  const sections = isObject(settings) ? settings : {};
  return {
    name: typeof name === "string" ? name : "",
    description: typeof description === "string" ? description : "",
    factorio,
    mods: (value["mods"] as unknown[]).flatMap(packedMod),
    settings: { startup: sectionOf(sections["startup"]), "runtime-global": sectionOf(sections["runtime-global"]) },
  };
}

function packedMod(value: unknown): PackedMod[] {
  if (!isObject(value)) return [];
  const { name, enabled, version, sha1 } = value;
  if (typeof name !== "string" || typeof version !== "string") return [];
  return [{ name, enabled: enabled !== false, version, ...(typeof sha1 === "string" ? { sha1 } : {}) }];
}

function sectionOf(value: unknown): Record<string, SettingValue> {
  const section: Record<string, SettingValue> = Object.create(null);
  for (const [name, setting] of Object.entries(isObject(value) ? value : {})) {
    const found = isObject(setting) ? setting["value"] : undefined;
    const isPlain = typeof found === "boolean" || typeof found === "string" || typeof found === "number";
    if (isPlain || isColour(found)) section[name] = found;
  }
  return section;
}

function isColour(value: unknown): value is Record<string, number> {
  return isObject(value) && Object.entries(value).every(([key, part]) => /^[rgba]$/.test(key) && isShare(part));
}

function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
