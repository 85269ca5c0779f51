import { type Fault, quote } from "../yaml/fault.ts";
import { booleanOf, describeNode, knownFields, tableOf } from "../yaml/fields.ts";
import { isEmptyNode, type YamlMapping, type YamlNode } from "../yaml/node.ts";
import { SETTING_SECTIONS as SECTIONS, type SettingValue, type SettingValues } from "./manifest.ts";

const CHANNELS = ["r", "g", "b", "a"] as const;
const SETTINGS_HINT = "write `settings: { startup: { NAME: VALUE } }`; the sections are startup and runtime-global.";
const COLOUR_HINT = "a colour is written `{ r: 1, g: 0.5, b: 0, a: 1 }`, each number from 0 to 1.";

/** Decodes the manifest's `settings`; undefined if there are none. Source: docs/manifest.md, "All keys". */
export function decodeSettings(node: YamlNode | undefined, faults: Fault[]): SettingValues | undefined {
  const table = tableOf(node, "settings", faults, SETTINGS_HINT);
  if (table === undefined) return undefined;
  const fields = knownFields(table, SECTIONS, faults, () => SETTINGS_HINT);
  const settings: { startup?: Section; "runtime-global"?: Section } = {};
  for (const section of SECTIONS) {
    const values = tableOf(fields.get(section), section, faults, SETTINGS_HINT);
    if (values) settings[section] = decodeSection(values, faults);
  }
  return settings;
}

type Section = Record<string, SettingValue>;

function decodeSection(table: YamlMapping, faults: Fault[]): Section {
  // Without a prototype, so that no setting's name (`__proto__`) has a special meaning.
  const section: Section = Object.create(null);
  for (const { key, value } of table.entries) {
    const decoded = value.kind === "mapping" ? decodeColour(key.text, value, faults) : decodeValue(value);
    if (decoded !== undefined) section[key.text] = decoded;
    else if (value.kind !== "mapping") {
      const message = `found ${describeNode(value)} for the setting ${quote(key.text)}, expected true, false, a number, a text or a colour`;
      faults.push({ at: value.start, message, hint: COLOUR_HINT });
    }
  }
  return section;
}

function decodeValue(node: YamlNode): SettingValue | undefined {
  if (node.kind !== "scalar" || isEmptyNode(node)) return undefined;
  if (node.style !== "plain") return node.text;
  return (
    booleanOf(node) ??
    largeIntegerOf(node) ??
    numberOf(node) ??
    (/^(?:null|Null|NULL|~)$/.test(node.text) ? undefined : node.text)
  );
}

/** A finite number as YAML 1.2 writes it. */
function numberOf(node: YamlNode): number | undefined {
  if (node.kind !== "scalar" || node.style !== "plain") return undefined;
  if (!/^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+)$/.test(node.text)) return undefined;
  const value = Number(node.text);
  return Number.isFinite(value) ? value : undefined;
}

/** An integer that needs 64 bits because a double would lose digits. */
function largeIntegerOf(node: YamlNode): bigint | undefined {
  if (node.kind !== "scalar" || node.style !== "plain" || !/^[-+]?\d{16,20}$/.test(node.text)) return undefined;
  const value = BigInt(node.text.replace(/^\+/, ""));
  const fits = value >= -(2n ** 63n) && value < 2n ** 64n;
  return fits && !Number.isSafeInteger(Number(value)) ? value : undefined;
}

function decodeColour(name: string, table: YamlMapping, faults: Fault[]): SettingValue | undefined {
  const fields = knownFields(table, CHANNELS, faults);
  const colour: Record<string, number> = {};
  for (const channel of CHANNELS) {
    const node = fields.get(channel);
    if (node === undefined) continue;
    const value = numberOf(node);
    if (value !== undefined && value >= 0 && value <= 1) colour[channel] = value;
    else {
      const message = `found ${describeNode(node)} for ${quote(channel)} of the setting ${quote(name)}, expected a number from 0 to 1`;
      faults.push({ at: node.start, message, hint: COLOUR_HINT });
    }
  }
  return colour;
}
