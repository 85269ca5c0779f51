import { type BigIntStats, type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { type DesiredMod, type DirectoryMod, readVersion, type Version } from "@factorio-lock/core";
import { fileId, sameStamp, stampOf } from "@factorio-lock/disk";
import { parseInfoJson } from "../archive/archive-info.ts";
import { fingerprint } from "./fingerprint.ts";
import type { PlacedEntry, PlacedRecord } from "./record.ts";

/** Something in a mod directory, before anything is hashed. */
export interface Found {
  readonly mod: DirectoryMod;
  /** The regular file that would be hashed to learn its content; undefined for folders and dead links. */
  readonly file: BigIntStats | undefined;
  /** The record's entry for that name. */
  readonly entry: PlacedEntry | undefined;
}

/** The kind of mod that is to lie under each name. */
export type Wanted = ReadonlyMap<string, DesiredMod["kind"]>;

/** `NAME_VERSION.zip`, but not `NAME_VERSION.tmp.zip`. Source: domain.md 4.1. */
const ARCHIVE = /^(.+)_(\d+\.\d+(?:\.\d+)?)\.zip$/s;
const FOLDER = /^(.+)_(\d+\.\d+(?:\.\d+)?)$/s;
const INFO_LIMIT = 2 ** 20;

/**
 * Lists the mods in a mod directory.
 *
 * @param wanted names that are listed whatever they are, because something is to be placed there, and of what kind that is
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
    const one = look(directory, name, record.get(name), wanted.get(name));
    if (one) found.push(one);
  }
  return found;
}

function look(
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
  const unchanged = entry !== undefined && sameStamp(entry, stampOf(own));
  const isFile = stats?.isFile() === true;
  // A copy of a path mod is known by its content, also where no record tells that it is ours. It is no link; where a link
  // leads is not looked into.
  const known = entry?.kind === "copy" && unchanged && isFile ? entry.fingerprint : undefined;
  const mayBeCopy = stats === own && (entry?.kind === "copy" || wanted === "path");
  const copied = mayBeCopy ? (known ?? fingerprint(path)) : undefined;
  const mod: DirectoryMod = {
    fileName,
    path,
    stamp: stampOf(own),
    kind,
    name,
    version,
    unversioned,
    placed: entry && placed(entry, own, target, unchanged, copied),
    sha1: unchanged ? entry.sha1 : undefined,
    target,
    fingerprint: copied,
  };
  return { mod, file: isFile ? stats : undefined, entry };
}

/**
 * The state of a placed file, as far as it can be known without hashing: an archive counts as altered until
 * it is hashed.
 */
function placed(
  entry: PlacedEntry,
  own: BigIntStats,
  target: string | undefined,
  unchanged: boolean,
  copied: string | undefined,
): DirectoryMod["placed"] {
  switch (entry.kind) {
    case "adopted":
      return undefined;
    case "link":
      return target === entry.target ? "intact" : "exchanged";
    case "copy":
      return copied === entry.fingerprint ? "intact" : fileId(own) === entry.inode ? "altered" : "exchanged";
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

/** A folder is a mod when it has an info.json; its own word counts, else its name. */
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
    // Not readable for us; the game may think otherwise.
    return match
      ? { name: match[1] as string, version: readVersion(match[2] as string), unversioned: false }
      : { name: fileName, version: undefined, unversioned: true };
  }
}

/**
 * The target of a path; undefined if there is none, if it is a link to itself, or if we, and so the game, may
 * not read it.
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
