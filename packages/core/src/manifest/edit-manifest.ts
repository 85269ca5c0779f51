import { FactorioLockError } from "../error.ts";
import { parseAge } from "../mod/age.ts";
import { type Fault, faultError } from "../yaml/fault.ts";
import type { YamlMapping } from "../yaml/node.ts";
import { printPath, printQuoted } from "../yaml/print.ts";
import { disableEntry, enableEntry } from "./edit-enabled.ts";
import { editNested } from "./edit-nested.ts";
import { insertEntry, insertTable, removeEntry, replaceValue } from "./edit-text.ts";
import type { Manifest, SettingValues } from "./manifest.ts";
import { checkEdit, type ManifestEdit, printValue } from "./manifest-edit.ts";
import { parseManifest, readManifestYaml } from "./parse-manifest.ts";
import { printSetting } from "./print-setting.ts";

/**
 * Applies edits to a manifest's text, one after the other. All other bytes stay: comments, order, indentation, quotes,
 * line endings, a byte order mark. A new mod is inserted in name order if the mods are sorted, otherwise at the end.
 * Source: docs/manifest.md.
 *
 * @param file the file's name for messages.
 * @throws FactorioLockError `MANIFEST_INVALID` if the text is not a manifest or cannot be edited safely; `USAGE` for an
 *   edit with an invalid value.
 */
export function editManifest(text: string, file: string, edits: readonly ManifestEdit[]): string {
  let edited = text;
  let before = parseManifest(text, file);
  for (const edit of edits) {
    checkEdit(edit);
    const after = applyEdit(edited, rootOf(edited, file), edit);
    if (after === edited) continue;
    const manifest = readBack(after, file);
    if (manifest === undefined || meaningOf(manifest) !== meaningOf(applyToManifest(before, edit))) {
      const message = `${file}: "${"key" in edit ? edit.key : edit.name}" is written in a way that cannot be changed safely.`;
      throw new FactorioLockError("MANIFEST_INVALID", message, { hint: "edit it yourself, one mod per line." });
    }
    edited = after;
    before = manifest;
  }
  return edited;
}

function rootOf(text: string, file: string): YamlMapping {
  const faults: Fault[] = [];
  const root = readManifestYaml(text, faults);
  if (root?.kind !== "mapping") throw faultError("MANIFEST_INVALID", file, text, faults);
  return root;
}

function applyEdit(text: string, root: YamlMapping, edit: ManifestEdit): string {
  if (edit.kind === "set") {
    const entry = root.entries.find(({ key }) => key.text === edit.key);
    if (entry) return replaceValue(text, entry, (like) => printKeyValue(edit, like));
    const after = edit.key === "modDirectory" || edit.key === "game" ? ["expansion", "factorio"] : ["factorio"];
    const printed = edit.key === "modDirectory" ? printPath(edit.value) : printKeyValue(edit);
    return insertEntry(text, root, edit.key, printed, after);
  }
  if (edit.kind === "set-pack") {
    return editNested(text, root, ["pack", edit.key], edit.value === undefined ? undefined : printQuoted(edit.value));
  }
  if (edit.kind === "set-updates") return editNested(text, root, ["updates", edit.key], edit.value.trim());
  if (edit.kind === "set-setting") {
    const printed = edit.value === undefined ? undefined : printSetting(edit.value);
    return editNested(text, root, ["settings", edit.section, edit.name], printed);
  }
  const mods = root.entries.find(({ key }) => key.text === "mods");
  const table = mods?.value.kind === "mapping" ? mods.value : undefined;
  const entry = table?.entries.find(({ key }) => key.text === edit.name);
  if (edit.kind === "remove-mod") return table && entry ? removeEntry(text, table, entry) : text;
  if (edit.kind === "disable-mod") return entry ? disableEntry(text, entry) : text;
  if (edit.kind === "enable-mod") return entry ? enableEntry(text, entry) : text;
  const { name, value } = edit;
  if (entry) return replaceValue(text, entry, (like) => printValue(value, like));
  if (table && table.entries.length > 0) return insertEntry(text, table, name, printValue(value));
  return insertTable(text, root, mods, name, printValue(value));
}

/** Prints the value of a key outside `mods`. A build of the game needs quotes only if the value it replaces has them. */
function printKeyValue(edit: Extract<ManifestEdit, { kind: "set" }>, like?: string): string {
  if (edit.key !== "game") return printValue(edit.value, like);
  const quote = /^["']/.exec(like ?? "")?.[0] ?? "";
  return `${quote}${edit.value}${quote}`;
}

function applyToManifest(manifest: Manifest, edit: ManifestEdit): Manifest {
  if (edit.kind === "set") {
    const text = `factorio: ${JSON.stringify(manifest.factorio.text)}\n${edit.key}: ${JSON.stringify(edit.value)}\n`;
    const alone = parseManifest(edit.key === "factorio" ? text.slice(text.indexOf("\n") + 1) : text, "");
    return { ...manifest, [edit.key]: alone[edit.key] };
  }
  if (edit.kind === "set-pack") return { ...manifest, pack: { ...manifest.pack, [edit.key]: edit.value } };
  if (edit.kind === "set-updates") {
    const age = parseAge(edit.value);
    return age ? { ...manifest, updates: { ...manifest.updates, [edit.key]: age } } : manifest;
  }
  if (edit.kind === "set-setting") {
    const { settings } = manifest;
    const section = { ...settings?.[edit.section], [edit.name]: edit.value };
    return { ...manifest, settings: { ...settings, [edit.section]: section } as SettingValues };
  }
  const mods = new Map(manifest.mods);
  const old = mods.get(edit.name);
  if (edit.kind === "remove-mod") mods.delete(edit.name);
  else if (edit.kind === "disable-mod") {
    if (old && old.kind !== "refused") mods.set(edit.name, { kind: "refused", remembered: old });
  } else if (edit.kind === "enable-mod") {
    if (old?.kind === "refused" && old.remembered) mods.set(edit.name, old.remembered);
  } else {
    const printed = `factorio: "2.0"\nmods: { ${JSON.stringify(edit.name)}: ${printValue(edit.value)} }\n`;
    for (const [name, requirement] of parseManifest(printed, "").mods) mods.set(name, requirement);
  }
  return { ...manifest, mods };
}

/** A canonical text of a manifest's meaning: equal for manifests that mean the same. */
function meaningOf(manifest: Manifest): string {
  return JSON.stringify([{ ...manifest, mods: [...manifest.mods].sort(([a], [b]) => (a < b ? -1 : 1)) }], canonical);
}

/** A JSON replacer that sorts keys, drops empty tables, and turns bigints into text. */
function canonical(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && !isEmptyTable(part));
  return entries.length === 0 ? undefined : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function isEmptyTable(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((part) => part === undefined || isEmptyTable(part));
}

function readBack(text: string, file: string): Manifest | undefined {
  try {
    return parseManifest(text, file);
  } catch (error) {
    if (error instanceof FactorioLockError) return undefined;
    throw error;
  }
}
