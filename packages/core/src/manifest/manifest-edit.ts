import { FactorioLockError } from "../error.ts";
import { GAME_BUILDS, isGameBuild } from "../game/game-build.ts";
import { parseGameVersion } from "../game/game-version.ts";
import { AGE_FORM, parseAge } from "../mod/age.ts";
import { isBuiltin, isSafeName } from "../mod/mod-name.ts";
import { listOf } from "../text/list-of.ts";
import { isRangeFault, parseRange } from "../version/range.ts";
import { printPath, printQuoted } from "../yaml/print.ts";
import { packFault } from "./decode-pack.ts";
import type { PackKey, Requirement, SettingSection, SettingValue, WantedRequirement } from "./manifest.ts";
import { forbiddenPlace, isRelativePath } from "./mod-path.ts";

/** The value of a mod in a manifest: a requirement, `false` (keep it out), or a disabled requirement. */
export type ModValue = WantedValue | false | { readonly wanted: WantedValue; readonly enabled: false };

/** The value of a mod that must be present: a range, or a folder or zip on this machine. */
export type WantedValue = string | { readonly path: string };

/** Converts a requirement to the value of an edit. */
export function modValueOf(requirement: Requirement): ModValue {
  if (requirement.kind !== "refused") return wantedValue(requirement);
  return requirement.remembered ? { wanted: wantedValue(requirement.remembered), enabled: false } : false;
}

function wantedValue(requirement: WantedRequirement): WantedValue {
  return requirement.kind === "range" ? requirement.range.text : { path: requirement.path };
}

/** One change to a manifest's text. */
export type ManifestEdit =
  /** Adds a requirement for a mod, or changes it. */
  | { readonly kind: "set-mod"; readonly name: string; readonly value: ModValue }
  /** Removes a mod's line; no effect if there is none. */
  | { readonly kind: "remove-mod"; readonly name: string }
  /** Disables a mod and remembers its requirement; no effect if it has none. */
  | { readonly kind: "disable-mod"; readonly name: string }
  /** Restores the requirement that `disable-mod` remembered; no effect if there is none. */
  | { readonly kind: "enable-mod"; readonly name: string }
  | { readonly kind: "set"; readonly key: "factorio" | "modDirectory" | "game"; readonly value: string }
  | { readonly kind: "set"; readonly key: "expansion"; readonly value: boolean }
  /** Changes a key of `pack`; `undefined` removes its line. */
  | { readonly kind: "set-pack"; readonly key: PackKey; readonly value: string | undefined }
  /** Changes the minimum age of new releases. */
  | { readonly kind: "set-updates"; readonly key: "olderThan"; readonly value: string }
  /** Changes a setting; `undefined` removes its line. */
  | {
      readonly kind: "set-setting";
      readonly section: SettingSection;
      readonly name: string;
      readonly value: SettingValue | undefined;
    };

/**
 * Checks an edit's values.
 *
 * @throws FactorioLockError `USAGE` if one is not valid in a manifest.
 */
export function checkEdit(edit: ManifestEdit): void {
  if (edit.kind === "set-mod") checkMod(edit.name, edit.value);
  if (edit.kind === "disable-mod" && edit.name === "base") throw usageError(BASE_STAYS);
  if (edit.kind === "set-pack") checkPack(edit.key, edit.value);
  if (edit.kind === "set-updates" && !parseAge(edit.value)) {
    throw usageError(`The key updates.olderThan is ${AGE_FORM}, not ${printQuoted(edit.value)}.`);
  }
  if (edit.kind === "set-setting") checkSetting(edit.name, edit.value);
  if (edit.kind !== "set") return;
  if (edit.key === "factorio" && !parseGameVersion(edit.value)) {
    throw usageError(
      `${printQuoted(edit.value)} is not a game version.`,
      "write a line like 2.0, or an exact version like 2.0.77.",
    );
  }
  if (edit.key === "game" && !isGameBuild(edit.value)) {
    throw usageError(`The key game is ${listOf(GAME_BUILDS, "or")}, not ${printQuoted(edit.value)}.`);
  }
  if (edit.key === "modDirectory" && !isOneLine(edit.value)) {
    throw usageError(`${printQuoted(edit.value)} is not a folder.`, "write a path like ./mods.");
  }
  const forbidden = edit.key === "modDirectory" ? forbiddenPlace(edit.value) : undefined;
  if (forbidden !== undefined) {
    throw usageError(
      `The key modDirectory cannot be ${forbidden}.`,
      "write a path like ./mods; only --mod-directory may name such a place.",
    );
  }
}

function checkMod(name: string, value: ModValue): void {
  if (!isSafeName(name) || name === "core") {
    throw usageError(
      `${printQuoted(name)} is not a mod name.`,
      'a name has letters, digits, "_", "-", "." and blanks inside.',
    );
  }
  if (value === false) {
    if (name === "base") throw usageError(BASE_STAYS);
  } else if (isLeftOut(value)) {
    if (name === "base") throw usageError(BASE_STAYS);
    checkMod(name, value.wanted);
  } else if (typeof value === "string") {
    const range = parseRange(value);
    if (isRangeFault(range))
      throw usageError(`${printQuoted(value)} is not a range for ${name}: ${range.fault}.`, range.hint);
  } else if (isBuiltin(name)) {
    throw usageError(`${name} ships with the game and has no path.`);
  } else if (!isOneLine(value.path) || !isRelativePath(value.path)) {
    throw usageError(
      `${printQuoted(value.path)} is not a relative path.`,
      "write a path that starts at the manifest's folder, like ../my-mod.",
    );
  }
}

const BASE_STAYS = "base is the game itself and cannot be kept out.";

function isLeftOut(value: Exclude<ModValue, false>): value is Extract<ModValue, { readonly enabled: false }> {
  return typeof value === "object" && "enabled" in value;
}

function checkPack(key: PackKey, value: string | undefined): void {
  const fault = value === undefined ? undefined : packFault(key, value);
  if (fault !== undefined) throw usageError(`${printQuoted(value ?? "")} cannot be pack.${key}, which is ${fault}.`);
}

function checkSetting(name: string, value: SettingValue | undefined): void {
  if (value === undefined) return;
  if (!isOneLine(name) || name.length > MAX_SETTING_NAME) {
    throw usageError(`${printQuoted(name.slice(0, MAX_SETTING_NAME))} is not the name of a setting.`);
  }
  const numbers = typeof value === "object" ? Object.values(value) : [value];
  if (numbers.some((number) => typeof number === "number" && !Number.isFinite(number))) {
    throw usageError(`The setting ${name} cannot have a number that is not finite.`);
  }
}

const MAX_SETTING_NAME = 200;

function isOneLine(text: string): boolean {
  return text.trim() !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text);
}

function usageError(message: string, hint?: string): FactorioLockError {
  return new FactorioLockError("USAGE", message, hint === undefined ? {} : { hint });
}

/** Prints a value as YAML. `like` is the text that it replaces: its style of quotes is kept if possible. */
export function printValue(value: Exclude<ModValue, false> | boolean, like = '""'): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") {
    if (!isLeftOut(value)) return `{ path: ${printPath(value.path)} }`;
    const { wanted } = value;
    const part =
      typeof wanted === "string" ? `version: ${printValue(wanted, like)}` : `path: ${printPath(wanted.path)}`;
    return `{ ${part}, enabled: false }`;
  }
  if (like.startsWith("'") && !/['\p{Cc}]/u.test(value)) return `'${value}'`;
  const wasPlain = !/^["'{[>|]/.test(like);
  return wasPlain && /^[\^~]?\d+(?:\.[\dx]+)*$/.test(value) ? value : printQuoted(value);
}
