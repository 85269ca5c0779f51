import { printKey, printPath, printQuoted } from "../yaml/print.ts";
import { PACK_KEYS, type PackInfo, type SettingValues } from "./manifest.ts";
import { checkEdit, type ModValue, printValue } from "./manifest-edit.ts";
import { printSetting } from "./print-setting.ts";

/** The contents of a new manifest. */
export interface NewManifest {
  readonly factorio: string;
  readonly expansion: boolean;
  /** Omitted from the text if it is the default. */
  readonly modDirectory?: string;
  readonly mods?: ReadonlyMap<string, ModValue>;
  /** Omitted from the text if there are none. */
  readonly settings?: SettingValues;
  readonly pack?: PackInfo | undefined;
  /** The address of the manifest's JSON Schema, for editors; undefined if none is known. */
  readonly schema?: string | undefined;
}

/**
 * Prints a new manifest, with a comment above each key. Source: docs/manifest.md.
 *
 * @throws FactorioLockError `USAGE` if one of the values is not valid in a manifest.
 */
export function formatNewManifest(manifest: NewManifest): string {
  const { factorio, expansion, modDirectory, mods = new Map(), settings = {}, pack = {}, schema } = manifest;
  checkEdit({ kind: "set", key: "factorio", value: factorio });
  if (modDirectory !== undefined) checkEdit({ kind: "set", key: "modDirectory", value: modDirectory });
  for (const [name, value] of mods) checkEdit({ kind: "set-mod", name, value });
  return [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    "# The mods of this game. After a change run `factorio-lock install`.",
    "",
    "# The game version: a line like 2.0, or an exact version like 2.0.77.",
    `factorio: ${printQuoted(factorio)}`,
    "",
    "# Whether this game has the expansion Space Age.",
    `expansion: ${expansion}`,
    "",
    ...(modDirectory === undefined ? [] : ["# Where the mods go.", `modDirectory: ${printPath(modDirectory)}`, ""]),
    '# The mods: "*" is any version; others are "1.2.3", ">= 1.2.0", "^1.2.0"; false keeps a mod out.',
    "mods:",
    ...[...mods].map(([name, value]) => `  ${printKey(name)}: ${printValue(value)}`),
    ...(mods.size > 0 ? [] : ['  # some-mod: "*"']),
    ...packLines(pack),
    ...settingLines(settings),
    "",
  ].join("\n");
}

function settingLines(settings: SettingValues): string[] {
  const sections = (["startup", "runtime-global"] as const).flatMap((section) => {
    const values = Object.entries(settings[section] ?? {});
    if (values.length === 0) return [];
    return [`  ${section}:`, ...values.map(([name, value]) => `    ${printKey(name)}: ${printSetting(value)}`)];
  });
  return sections.length > 0 ? ["", "# Values for mod-settings.dat.", "settings:", ...sections] : [];
}

function packLines(pack: PackInfo): string[] {
  const lines = PACK_KEYS.flatMap((key) => {
    const value = pack[key];
    return value === undefined ? [] : [`  ${key}: ${printQuoted(value)}`];
  });
  return lines.length > 0 ? ["", "# What exports and packs say of this modpack.", "pack:", ...lines] : [];
}
