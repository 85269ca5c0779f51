import { deflateSync } from "node:zlib";
import type { SettingValue } from "@factorio-lock/core";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { type ModPack, readModPack } from "./mod-pack.ts";

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
export function parseModPack(text: string): Promise<ModPack | undefined> {
  return readModPack(text, nodeInflater);
}

/** A colour with all four channels, as a mod pack wants it; anything else as it is. */
function whole(value: SettingValue): SettingValue {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" ? { r: 0, g: 0, b: 0, a: 1, ...value } : value;
}
