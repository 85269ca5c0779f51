import { deflateSync } from "node:zlib";
import type { SettingValue } from "@factorio-lock/core";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { type ModPack, readModPack } from "./mod-pack.ts";

/**
 * Formats a mod pack as one word: its JSON, deflated, in base64.
 *
 * @example formatModPack({ name: "Fridays", description: "", factorio: "2.0", mods: [], settings: {} })
 */
export function formatModPack({ name, description, factorio, mods, settings }: ModPack): string {
  const section = (values: Readonly<Record<string, SettingValue>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value: toPackValue(value) }]));
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

/** Parses a mod pack in one word; undefined if the text is not one. */
export function parseModPack(text: string): Promise<ModPack | undefined> {
  return readModPack(text, nodeInflater);
}

/**
 * Adds missing channels to a colour, as mod packs require all four; converts bigint to number; returns other values
 * unchanged.
 */
function toPackValue(value: SettingValue): SettingValue {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" ? { r: 0, g: 0, b: 0, a: 1, ...value } : value;
}
