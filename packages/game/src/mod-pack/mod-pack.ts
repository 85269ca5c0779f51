import { deflateSync } from "node:zlib";
import type { SettingValue, SettingValues } from "@factorio-lock/core";
import { inflateStart } from "../archive/inflate-start.ts";

/** A mod pack as Clusterio, a program that runs many servers together, hands it from one to another. */
export interface ModPack {
  readonly name: string;
  readonly description: string;
  /** `2.0`, or an exact version. */
  readonly factorio: string;
  readonly mods: readonly PackedMod[];
  readonly settings: SettingValues;
}

/** A mod of a mod pack. Builtin mods are among them, with the game's version. */
export interface PackedMod {
  readonly name: string;
  readonly enabled: boolean;
  /** Three numbers. */
  readonly version: string;
  readonly sha1?: string;
}

/** The longest JSON of a mod pack, in bytes. */
const JSON_LIMIT = 16 * 2 ** 20;

/**
 * A mod pack as one word: its JSON, deflated, in base64.
 *
 * @example formatModPack({ name: "Fridays", description: "", factorio: "2.0", mods: [], settings: {} })
 */
export function formatModPack({ name, description, factorio, mods, settings }: ModPack): string {
  const section = (values: Readonly<Record<string, SettingValue>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value: whole(value) }]));
  const json = {
    name,
    description,
    factorio_version: factorio,
    mods,
    settings: {
      startup: section(settings.startup),
      "runtime-global": section(settings["runtime-global"]),
      "runtime-per-user": {},
    },
  };
  return deflateSync(JSON.stringify(json)).toString("base64");
}

/** Reads a mod pack in one word; undefined when the text is none. */
export async function parseModPack(text: string): Promise<ModPack | undefined> {
  const word = text.trim();
  if (word.length < 8 || !/^[A-Za-z0-9+/\r\n]+={0,2}$/.test(word)) return undefined;
  const bytes = await inflateStart(Buffer.from(word, "base64"), JSON_LIMIT, "zlib");
  if (!bytes) return undefined;
  try {
    return modPackOf(JSON.parse(bytes.toString("utf8")));
  } catch {
    return undefined;
  }
}

/** The mod pack in a JSON value, leniently; undefined when it is none. */
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

/** A colour with all four channels, as a mod pack wants it; anything else as it is. */
function whole(value: SettingValue): SettingValue {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" ? { r: 0, g: 0, b: 0, a: 1, ...value } : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
