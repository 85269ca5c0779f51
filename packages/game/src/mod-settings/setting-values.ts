import { SETTING_SECTIONS, type SettingSection, type SettingValue, type SettingValues } from "@factorio-lock/core";
import type { ModSettings } from "./mod-settings.ts";
import type { PropertyTree } from "./property-tree.ts";

/** Setting values that a manifest can express, and the names of those that it cannot. */
export interface ReadSettings {
  readonly values: Readonly<Record<string, SettingValue>>;
  readonly unreadable: readonly string[];
}

/** Reads those values of a `mod-settings.dat` that a manifest can express. */
export function readSettingValues({ tree }: ModSettings): {
  readonly values: SettingValues;
  /** The names of the other settings, with their section: `startup.NAME`. */
  readonly unreadable: readonly string[];
} {
  const values: { [Section in SettingSection]?: Readonly<Record<string, SettingValue>> } = {};
  const unreadable: string[] = [];
  for (const section of SETTING_SECTIONS) {
    const found = entriesOf(tree).find(([key]) => key === section)?.[1];
    if (!found) continue;
    const read = settingValues(found);
    if (Object.keys(read.values).length > 0) values[section] = read.values;
    unreadable.push(...read.unreadable.map((name) => `${section}.${name}`));
  }
  return { values, unreadable };
}

const CHANNELS: readonly string[] = ["r", "g", "b", "a"];

/**
 * Reads the values in one section of the game's settings: a dictionary of dictionaries with a `value`. Source:
 * docs/factorio.md, 4.3.
 *
 * A manifest cannot express colours with channels outside 0 to 1.
 */
export function settingValues(section: PropertyTree): ReadSettings {
  // Without a prototype, so that a setting can have any name, such as `__proto__`.
  const values: Record<string, SettingValue> = Object.create(null);
  const unreadable: string[] = [];
  for (const [name, setting] of entriesOf(section)) {
    const node = entriesOf(setting).find(([key]) => key === "value")?.[1];
    const value = node && valueOf(node);
    if (value === undefined || !isLine(name) || name === "") unreadable.push(name);
    else values[name] = value;
  }
  return { values, unreadable };
}

function valueOf(node: PropertyTree): SettingValue | undefined {
  switch (node.type) {
    case "bool":
      return node.value;
    case "double":
      return Number.isFinite(node.value) ? node.value : undefined;
    case "int64":
    case "uint64":
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : node.value;
    case "string":
      return node.value;
    case "dictionary":
      return colourOf(node);
    case "none":
    case "list":
      return undefined;
  }
}

function colourOf(node: PropertyTree): SettingValue | undefined {
  const colour: Record<string, number> = {};
  for (const [channel, part] of entriesOf(node)) {
    if (!CHANNELS.includes(channel) || part.type !== "double" || !(part.value >= 0 && part.value <= 1))
      return undefined;
    colour[channel] = part.value;
  }
  return Object.keys(colour).length > 0 ? colour : undefined;
}

function isLine(text: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(text);
}

function entriesOf(tree: PropertyTree): readonly (readonly [string, PropertyTree])[] {
  return tree.type === "dictionary" ? tree.entries : [];
}
