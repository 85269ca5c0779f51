import type { SettingValue } from "@factorio-lock/core";

type Section = Readonly<Record<string, SettingValue>>;

/**
 * A `settings-final-fixes.lua` that makes values the defaults of other mods' settings: a player who never changed a setting
 * gets the modpack's value. The game runs it in the settings stage, after all other mods. Undefined if there are no values.
 */
export function defaultsLua(...sections: readonly (Section | undefined)[]): string | undefined {
  const values = sections.flatMap((section) => Object.entries(section ?? {}));
  if (values.length === 0) return undefined;
  return [
    "-- The settings of this modpack, as defaults. Made by factorio-lock.",
    "local defaults = {",
    ...values.map(([name, value]) => `  [${quote(name)}] = ${literal(value)},`),
    "}",
    'for _, kind in pairs({ "bool-setting", "int-setting", "double-setting", "string-setting", "color-setting" }) do',
    "  for name, setting in pairs(data.raw[kind] or {}) do",
    "    if defaults[name] ~= nil then",
    '      if kind == "bool-setting" and setting.forced_value ~= nil then',
    "        setting.forced_value = defaults[name]",
    "      end",
    "      setting.default_value = defaults[name]",
    "    end",
    "  end",
    "end",
    "",
  ].join("\n");
}

function literal(value: SettingValue): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([channel, part]) => `${channel} = ${part}`)
    .join(", ")} }`;
}

/** A Lua string literal; bytes other than printable ASCII are escaped. */
function quote(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return `"${[...bytes].map((byte) => (byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, "0")}`)).join("")}"`;
}
