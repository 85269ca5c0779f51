import { type BigIntStats, type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { type DesiredMod, type DirectoryMod, readVersion, type Version } from "@factorio-lock/core";
import { fileId, sameStamp, stampOf } from "@factorio-lock/disk";
import { parseInfoJson } from "../archive/archive-info.ts";
import { fingerprint } from "./fingerprint.ts";
import type { PlacedEntry, PlacedRecord } from "./record.ts";

/** A mod in a mod directory, before hashing. */
export interface Found {
  readonly mod: DirectoryMod;
  /** The regular file to hash; undefined for folders and dead links. */
  readonly file: BigIntStats | undefined;
  /** The record entry of that name. */
  readonly entry: PlacedEntry | undefined;
}

/** The intended kind of mod for each name. */
export type Wanted = ReadonlyMap<string, DesiredMod["kind"]>;

/** `NAME_VERSION.zip`, but not `NAME_VERSION.tmp.zip`. Source: docs/factorio.md, 4.1. */
const ARCHIVE = /^(.+)_(\d+\.\d+(?:\.\d+)?)\.zip$/s;
const FOLDER = /^(.+)_(\d+\.\d+(?:\.\d+)?)$/s;
const INFO_LIMIT = 2 ** 20;

/**
 * Lists the mods in a mod directory.
 *
 * @param wanted names to list in any case, because a mod is to be placed there, with its kind
 */
export function scan(directory: string, record: PlacedRecord, wanted: Wanted): Found[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const found: Found[] = [];
  for (const entry of entries) {
    const name = entry.name;
    if (name.startsWith(".") || (entry.isFile() && !name.endsWith(".zip") && !wanted.has(name))) continue;
    const one = inspect(directory, name, record.get(name), wanted.get(name));
    if (one) found.push(one);
  }
  return found;
}

function inspect(
  directory: string,
  fileName: string,
  entry: PlacedEntry | undefined,
  wanted: DesiredMod["kind"] | undefined,
): Found | undefined {
  const path = `${directory}${sep}${fileName}`;
  const own = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (!own) return undefined;
  const target = own.isSymbolicLink() ? linkTarget(directory, path) : undefined;
  const stats = target === undefined ? own : statOfTarget(path);
  const kind = stats ? (stats.isDirectory() ? "folder" : "archive") : fileName.endsWith(".zip") ? "archive" : "folder";
  const identity = stats?.isDirectory() ? folderIdentity(path, fileName) : archiveIdentity(fileName);
  if (!identity && !wanted && !entry) return undefined;
  const { name, version, unversioned } = identity ?? { name: fileName, version: undefined, unversioned: false };
  const stamp = stampOf(own);
  const unchanged = entry !== undefined && sameStamp(entry, stamp);
  const isFile = stats?.isFile() === true;
  // A copy of a path mod is recognised by its content, even without a record. Links are excluded, so their targets are
  // not read.
  const known = entry?.kind === "copy" && unchanged && isFile ? entry.fingerprint : undefined;
  const mayBeCopy = stats === own && (entry?.kind === "copy" || wanted === "path");
  const copyFingerprint = mayBeCopy ? (known ?? fingerprint(path)) : undefined;
  const mod: DirectoryMod = {
    fileName,
    path,
    stamp,
    kind,
    name,
    version,
    unversioned,
    placed: entry && placedState(entry, own, target, unchanged, copyFingerprint),
    sha1: unchanged ? entry.sha1 : undefined,
    target,
    fingerprint: copyFingerprint,
  };
  return { mod, file: isFile ? stats : undefined, entry };
}

/**
 * The state of a placed file, as far as known without hashing: a changed archive counts as altered until it is hashed.
 */
function placedState(
  entry: PlacedEntry,
  own: BigIntStats,
  target: string | undefined,
  unchanged: boolean,
  copyFingerprint: string | undefined,
): DirectoryMod["placed"] {
  switch (entry.kind) {
    case "adopted":
      return undefined;
    case "link":
      return target === entry.target ? "intact" : "exchanged";
    case "copy":
      return copyFingerprint === entry.fingerprint ? "intact" : fileId(own) === entry.inode ? "altered" : "exchanged";
    case "archive":
      return unchanged ? "intact" : own.isFile() && fileId(own) === entry.inode ? "altered" : "exchanged";
  }
}

interface Identity {
  readonly name: string;
  readonly version: Version | undefined;
  readonly unversioned: boolean;
}

function archiveIdentity(fileName: string): Identity | undefined {
  const match = ARCHIVE.exec(fileName);
  return match ? { name: match[1] as string, version: readVersion(match[2] as string), unversioned: false } : undefined;
}

/** The identity of a folder with an info.json: as given there or, if that is unreadable, by the folder's name. */
function folderIdentity(path: string, fileName: string): Identity | undefined {
  const infoPath = join(path, "info.json");
  const stats = statOfTarget(infoPath);
  if (!stats?.isFile()) return undefined;
  const match = FOLDER.exec(fileName);
  try {
    if (stats.size > INFO_LIMIT) throw new Error("too large");
    const { name, version } = parseInfoJson(readFileSync(infoPath), infoPath);
    return { name, version, unversioned: fileName === name };
  } catch {
    // Unreadable for this program; the game may be able to load it.
    return match
      ? { name: match[1] as string, version: readVersion(match[2] as string), unversioned: false }
      : { name: fileName, version: undefined, unversioned: true };
  }
}

/**
 * The stats of a path, links followed; undefined if it is missing, a link to itself, or inaccessible to this user (and
 * so to the game).
 */
function statOfTarget(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (["ELOOP", "ENOTDIR", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function linkTarget(directory: string, path: string): string {
  return resolve(directory, readlinkSync(path));
}
