import path from "node:path";
import { compareNames, compareVersions, readVersion, type Version } from "@factorio-lock/core";
import { readArchiveExtras } from "@factorio-lock/game";
import type { CatalogMod, CatalogRelease, ModDetails } from "../catalog/catalog-mod.ts";
import { type FolderEntry, isEntry, type KnownFile, properFileName } from "./entry.ts";
import { ignoreBadExtras } from "./ignore-bad-extras.ts";
import type { PortalRecord } from "./portal-records.ts";

/** A mod in the folder, with its files. */
export interface FolderMod extends CatalogMod {
  /** In the order of `releases`. */
  readonly entries: readonly FolderEntry[];
}

/** A file that is not served because another one with the same mod and version is. */
export interface DuplicateFile {
  readonly file: string;
  readonly served: string;
}

/**
 * Groups a folder's files into mods. A mod with unchanged files stays the same object.
 *
 * @param records the portal's data about releases by SHA-1
 */
export function folderMods(
  directory: string,
  files: Iterable<KnownFile>,
  records: ReadonlyMap<string, PortalRecord>,
  before: ReadonlyMap<string, FolderMod> = new Map(),
): { mods: Map<string, FolderMod>; duplicates: DuplicateFile[] } {
  const byName = new Map<string, Map<string, FolderEntry>>();
  const duplicates: DuplicateFile[] = [];
  for (const file of files) {
    if (!isEntry(file)) continue;
    const versions = byName.get(file.name) ?? new Map<string, FolderEntry>();
    byName.set(file.name, versions);
    const other = versions.get(file.version);
    const served = other ? preferred(file, other) : file;
    if (other) duplicates.push({ file: (served === file ? other : file).file, served: served.file });
    versions.set(file.version, served);
  }
  const mods = new Map<string, FolderMod>();
  for (const [name, versions] of byName) {
    const entries = inUploadOrder([...versions.values()], records);
    const old = before.get(name);
    const same = old?.entries.length === entries.length && entries.every((entry, at) => old.entries[at] === entry);
    mods.set(name, same ? old : folderMod(directory, entries, records));
  }
  return { mods, duplicates };
}

/** The file named `NAME_VERSION.zip`, or else the first in name order. */
function preferred(a: FolderEntry, b: FolderEntry): FolderEntry {
  const proper = properFileName(a);
  if (a.file === proper || b.file === proper) return a.file === proper ? a : b;
  return compareNames(a.file, b.file) <= 0 ? a : b;
}

/**
 * The release date: the portal's, or else the file's modification time or, if that is a seal, the archive's creation
 * time.
 */
function releasedAt(entry: FolderEntry, records: ReadonlyMap<string, PortalRecord>): string {
  const record = records.get(entry.sha1);
  return record?.released ?? new Date(entry.made ?? entry.mtimeMs).toISOString().replace("Z", "000Z");
}

const NO_VERSION: Version = { text: "0.0.0", packed: 0 };

function inUploadOrder(entries: FolderEntry[], records: ReadonlyMap<string, PortalRecord>): FolderEntry[] {
  const keyed = entries.map((entry) => ({
    entry,
    time: releasedAt(entry, records),
    version: readVersion(entry.version) ?? NO_VERSION,
  }));
  keyed.sort((a, b) => compareNames(a.time, b.time) || compareVersions(a.version, b.version));
  return keyed.map(({ entry }) => entry);
}

function folderMod(
  directory: string,
  entries: readonly FolderEntry[],
  records: ReadonlyMap<string, PortalRecord>,
): FolderMod {
  const newest = entries.at(-1) as FolderEntry;
  const releases = entries.map((entry) => releaseOf(entry, records));
  return {
    name: newest.name,
    title: newest.title,
    owner: newest.author,
    summary: (newest.description ?? "").slice(0, 500),
    downloadsCount: 0,
    category: "",
    ...(newest.thumbnail ? { thumbnail: `/assets/${newest.sha1}.thumb.png` } : {}),
    deprecated: false,
    releases,
    entries,
    details: () => detailsOf(directory, newest, releases),
  };
}

function releaseOf(entry: FolderEntry, records: ReadonlyMap<string, PortalRecord>): CatalogRelease {
  return {
    id: records.get(entry.sha1)?.id ?? entry.sha1.slice(0, 24),
    version: entry.version,
    fileName: properFileName(entry),
    releasedAt: releasedAt(entry, records),
    sha1: entry.sha1,
    factorioVersion: entry.factorioVersion,
    dependencies: entry.dependencies,
  };
}

/** Reads the changelog from the newest archive on demand; a missing archive has none. */
async function detailsOf(
  directory: string,
  newest: FolderEntry,
  releases: readonly CatalogRelease[],
): Promise<ModDetails> {
  const { changelog } = await readArchiveExtras(path.join(directory, newest.file)).catch(ignoreBadExtras);
  return {
    ...(changelog === undefined ? {} : { changelog }),
    created_at: releases[0]?.releasedAt ?? "",
    updated_at: releases.at(-1)?.releasedAt ?? "",
    description: newest.description ?? "",
    faq: "",
    homepage: newest.homepage ?? "",
    tags: [],
    images: [],
  };
}
