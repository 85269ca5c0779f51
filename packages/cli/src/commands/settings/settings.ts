import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  editManifest,
  FactorioLockError,
  type ManifestEdit,
  nearest,
  parseManifest,
  SETTING_SECTIONS,
  type SettingSection,
  type SettingValue,
  type SettingValues,
} from "@factorio-lock/core";
import { commitManifest } from "../../modpack/apply-change.ts";
import { readSource } from "../../modpack/read-source.ts";
import { settingChanges, settingEdits, settingJson } from "../../modpack/setting-changes.ts";
import { admitModDirectory } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { MANIFEST_NAME } from "../../project/place.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { SettingRow, SettingsChanged, SettingsDiff, SettingsShown } from "./result.ts";

/** Every setting that mods.yaml or the game's file has. */
export async function showSettings(context: Context): Promise<SettingsShown> {
  const project = await openProject(context);
  const file = (await fileSettings(context, project)) ?? {};
  const rows = SETTING_SECTIONS.flatMap((section) => {
    const [ours, theirs] = [project.settings?.[section] ?? {}, file[section] ?? {}];
    const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
    return names.map((name): SettingRow => {
      return { section, name, manifest: settingJson(ownValue(ours, name)), file: settingJson(ownValue(theirs, name)) };
    });
  });
  return { settings: rows };
}

/**
 * Compares the settings in mods.yaml with the game's file, as far as mods.yaml names them; or with those of a
 * pack, another `mod-settings.dat` or another mods.yaml.
 */
export async function diffSettings(context: Context, other: string | undefined): Promise<SettingsDiff> {
  const project = await openProject(context);
  if (other === undefined) {
    const file = await fileSettings(context, project);
    return { other: "mod-settings.dat", changes: settingChanges(project.settings, file) };
  }
  return { other, changes: settingChanges(project.settings, await otherSettings(context, other)) };
}

/** Sets a setting in the manifest. The value has the type that it has in the game's file. */
export async function setSetting(
  context: Context,
  key: string,
  text: string,
  dryRun: boolean,
): Promise<SettingsChanged> {
  const project = await openProject(context);
  const { section, name } = settingKey(key);
  const known = (await fileSettings(context, project).catch(() => undefined))?.[section] ?? {};
  const value = parseValue(text, ownValue(known, name) ?? ownValue(project.settings?.[section] ?? {}, name), key);
  return commitEdits(context, project, [{ kind: "set-setting", section, name, value }], dryRun);
}

/** Similar names for a setting that the game's file lacks; empty if it has the setting, or if there is no file. */
export async function nearSettings(context: Context, key: string): Promise<readonly string[]> {
  const project = await openProject(context);
  const { section, name } = settingKey(key);
  const known = (await fileSettings(context, project).catch(() => undefined))?.[section];
  if (!known || Object.hasOwn(known, name)) return [];
  return nearest(name, Object.keys(known)).map((near) => `${section}.${near}`);
}

/**
 * Removes settings from the manifest.
 *
 * @throws FactorioLockError USAGE for one that is not in it, with near names
 */
export async function unsetSettings(
  context: Context,
  keys: readonly string[],
  dryRun: boolean,
): Promise<SettingsChanged> {
  const project = await openProject(context);
  const edits = keys.map((key): ManifestEdit => {
    const { section, name } = settingKey(key);
    const present = project.settings?.[section] ?? {};
    if (!Object.hasOwn(present, name))
      throw missingSetting(key, MANIFEST_NAME, nearest(name, Object.keys(present)), section);
    return { kind: "set-setting", section, name, value: undefined };
  });
  return commitEdits(context, project, edits, dryRun);
}

/**
 * Copies settings from the game's file into the manifest: those named, else all that differ.
 *
 * @throws FactorioLockError USAGE for one that the game's file does not have, with near names; FAILED without a file
 */
export async function exportSettings(
  context: Context,
  keys: readonly string[],
  dryRun: boolean,
): Promise<SettingsChanged> {
  const project = await openProject(context);
  const file = await fileSettings(context, project);
  if (!file) {
    throw new FactorioLockError("FAILED", `There is no mod-settings.dat in ${project.modDirectory}.`, {
      hint: "start the game once with these mods: it writes the file. With --mod-directory DIR the settings of another folder are taken.",
    });
  }
  const wanted = keys.map((key) => {
    const { section, name } = settingKey(key);
    const present = file[section] ?? {};
    if (!Object.hasOwn(present, name))
      throw missingSetting(key, "mod-settings.dat", nearest(name, Object.keys(present)), section);
    return `${section}.${name}`;
  });
  const edits = settingEdits(project.settings, file).filter((edit) => {
    if (edit.kind !== "set-setting" || edit.value === undefined) return false;
    return wanted.length === 0 || wanted.includes(`${edit.section}.${edit.name}`);
  });
  return commitEdits(context, project, edits, dryRun);
}

async function commitEdits(
  context: Context,
  project: Project,
  edits: readonly ManifestEdit[],
  dryRun: boolean,
): Promise<SettingsChanged> {
  const text = editManifest(project.manifestText, MANIFEST_NAME, edits);
  const changed = text !== project.manifestText;
  if (changed && !dryRun) await commitManifest(context, project, text);
  const changes = settingChanges(project.settings, parseManifest(text, MANIFEST_NAME).settings);
  return { manifest: { path: MANIFEST_NAME, changed }, changes };
}

/** The settings in the mod directory's file; undefined if there is none. */
async function fileSettings(context: Context, project: Project): Promise<SettingValues | undefined> {
  await admitModDirectory(context, project);
  return readSettingsFile(join(project.modDirectory, "mod-settings.dat"));
}

/** The maximum size of mod-settings.dat: no game writes more. */
const MAX_BYTES = 64 * 1024 * 1024;

async function readSettingsFile(path: string): Promise<SettingValues | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  const { readModSettings, readSettingValues } = await import("@factorio-lock/game");
  const settings = stats.size > MAX_BYTES ? undefined : readModSettings(await readFile(path));
  if (settings) return readSettingValues(settings).values;
  throw new FactorioLockError("FAILED", `${path} cannot be read: it is damaged, or of another kind.`, {
    hint: "move it away and start the game once: it writes a new one.",
  });
}

async function otherSettings(context: Context, other: string): Promise<SettingValues | undefined> {
  const path = resolve(context.cwd, other);
  if (/\.ya?ml$/.test(other)) return parseManifest(await readFile(path, "utf8"), other).settings;
  const isSettings = await readSettingsFile(path).catch(() => undefined);
  return isSettings ?? (await readSource(context, other, { settings: true })).settings;
}

function settingKey(key: string): { readonly section: SettingSection; readonly name: string } {
  const section = SETTING_SECTIONS.find((known) => key.startsWith(`${known}.`));
  const name = section === undefined ? "" : key.slice(section.length + 1);
  if (section !== undefined && name !== "") return { section, name };
  throw new FactorioLockError("USAGE", `"${key}" is not a setting: it begins with startup. or runtime-global.`, {
    hint: "for example startup.some-setting.",
  });
}

/** Parses a typed value. @throws FactorioLockError USAGE if its type is not the one that the setting has already. */
function parseValue(text: string, known: SettingValue | undefined, key: string): SettingValue {
  if (typeof known === "string") return text;
  const read = parseManifest(
    `factorio: "2.0"\nsettings: { startup: { x: ${quotedUnlessValue(text)} } }\n`,
    "VALUE",
  ).settings;
  const value = read?.startup?.["x"] ?? text;
  if (known === undefined || kindOf(known) === kindOf(value)) return value;
  throw new FactorioLockError("USAGE", `${key} is ${kindOf(known)}, and "${text}" is ${kindOf(value)}.`);
}

function quotedUnlessValue(text: string): string {
  const isValue = /^(?:true|false|[-+]?\d[\d.eE+-]*|\{[\sa-z0-9:,.]*\})$/.test(text);
  return isValue ? text : JSON.stringify(text);
}

function kindOf(value: SettingValue): string {
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  return typeof value === "string" ? "a text" : "a colour";
}

function missingSetting(key: string, file: string, near: readonly string[], section: string): FactorioLockError {
  const hint = near.length > 0 ? `did you mean ${near.map((name) => `${section}.${name}`).join(" or ")}?` : undefined;
  return new FactorioLockError("USAGE", `${key} is not in ${file}.`, hint === undefined ? {} : { hint });
}

function ownValue(values: Readonly<Record<string, SettingValue>>, name: string): SettingValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
