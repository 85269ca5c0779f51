import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareNames, compareVersions, parseVersion } from "@factorio-lock/core";
import { parseModList } from "@factorio-lock/game";

/** The state of a mod directory that a player can change in the game. */
export interface DirectorySnapshot {
  /** By mod: whether it is enabled, and its version; undefined if the mod is only listed. */
  readonly mods: ReadonlyMap<string, { readonly enabled: boolean; readonly version: string | undefined }>;
  /** The SHA-1 of mod-settings.dat; undefined if there is none. */
  readonly settings: string | undefined;
}

/** Changes that a game, or its player, made in a mod directory. */
export interface GameChanges {
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
  readonly added: readonly { readonly name: string; readonly version: string }[];
  readonly removed: readonly string[];
  readonly updated: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly settings: boolean;
}

const ARCHIVE = /^(.+)_(\d+\.\d+(?:\.\d+)?)(?:\.zip)?$/s;

/** Reads the mod list and the file names of a mod directory, without opening an archive. */
export function takeSnapshot(modDirectory: string): DirectorySnapshot {
  const list = parseModList(bytesOf(join(modDirectory, "mod-list.json"))?.toString("utf8") ?? "") ?? [];
  const newest = new Map<string, string>();
  for (const file of fileNames(modDirectory)) {
    const [, name, version] = ARCHIVE.exec(file) ?? [];
    if (name === undefined || version === undefined || file.endsWith(".tmp.zip")) continue;
    const known = newest.get(name);
    if (known === undefined || isNewer(version, known)) newest.set(name, version);
  }
  const mods = new Map<string, { enabled: boolean; version: string | undefined }>();
  for (const [name, version] of newest) mods.set(name, { enabled: true, version });
  for (const { name, enabled, version } of list) mods.set(name, { enabled, version: version ?? newest.get(name) });
  const settings = bytesOf(join(modDirectory, "mod-settings.dat"));
  return { mods, settings: settings && createHash("sha1").update(settings).digest("hex") };
}

/** The differences between two snapshots; undefined if there are none. */
export function changesBetween(before: DirectorySnapshot, after: DirectorySnapshot): GameChanges | undefined {
  const names = [...new Set([...before.mods.keys(), ...after.mods.keys()])].sort(compareNames);
  const changes = {
    enabled: [] as string[],
    disabled: [] as string[],
    added: [] as { name: string; version: string }[],
    removed: [] as string[],
    updated: [] as { name: string; from: string; to: string }[],
    settings: before.settings !== after.settings,
  };
  for (const name of names) {
    const [old, now] = [before.mods.get(name), after.mods.get(name)];
    if (!now) changes.removed.push(name);
    else if (!old) {
      if (now.version !== undefined) changes.added.push({ name, version: now.version });
      else if (now.enabled) changes.enabled.push(name);
    } else {
      if (old.enabled !== now.enabled) changes[now.enabled ? "enabled" : "disabled"].push(name);
      if (old.version !== undefined && now.version !== undefined && old.version !== now.version) {
        changes.updated.push({ name, from: old.version, to: now.version });
      }
    }
  }
  const isNothing =
    !changes.settings && Object.values(changes).every((part) => !Array.isArray(part) || part.length === 0);
  return isNothing ? undefined : changes;
}

function isNewer(version: string, than: string): boolean {
  const [left, right] = [parseVersion(version), parseVersion(than)];
  return left !== undefined && right !== undefined && compareVersions(left, right) > 0;
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
