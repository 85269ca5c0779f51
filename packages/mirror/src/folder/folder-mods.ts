import path from "node:path";
import { compareNames, compareVersions, readVersion, type Version } from "@factorio-lock/core";
import { readArchiveExtras } from "@factorio-lock/game";
import type { CatalogMod, CatalogRelease, ModDetails } from "../catalog/catalog-mod.ts";
import { type FolderEntry, isEntry, type KnownFile, properFileName } from "./entry.ts";
import { nothingIn } from "./nothing-in.ts";
import type { ReleaseNote } from "./release-notes.ts";

/** A mod of the folder, with the files that it is made of. */
export interface FolderMod extends CatalogMod {
  /** In the order of `releases`. */
  readonly entries: readonly FolderEntry[];
}

/** Of several files with one mod and version, the ones that are not served: the file, and the one served in its place. */
export interface DuplicateFile {
  readonly file: string;
  readonly served: string;
}

/**
 * The mods of a folder's files. A mod whose files are the same as before is the same object as before.
 *
 * @param notes the portal's data about releases, by SHA-1
 */
export function folderMods(
  directory: string,
  files: Iterable<KnownFile>,
  notes: ReadonlyMap<string, ReleaseNote>,
  before: ReadonlyMap<string, FolderMod> = new Map(),
): { mods: Map<string, FolderMod>; duplicates: DuplicateFile[] } {
  const byName = new Map<string, Map<string, FolderEntry>>();
  const duplicates: DuplicateFile[] = [];
  for (const file of files) {
    if (!isEntry(file)) continue;
    const versions = byName.get(file.name) ?? new Map<string, FolderEntry>();
    byName.set(file.name, versions);
    const other = versions.get(file.version);
    const served = other ? better(file, other) : file;
    if (other) duplicates.push({ file: (served === file ? other : file).file, served: served.file });
    versions.set(file.version, served);
  }
  const mods = new Map<string, FolderMod>();
  for (const [name, versions] of byName) {
    const entries = inUploadOrder([...versions.values()], notes);
    const old = before.get(name);
    const same = old?.entries.length === entries.length && entries.every((entry, at) => old.entries[at] === entry);
    mods.set(name, same ? old : folderMod(directory, entries, notes));
  }
  return { mods, duplicates };
}

/** The file with the archive's proper name, else the first in name order. */
function better(a: FolderEntry, b: FolderEntry): FolderEntry {
  const proper = properFileName(a);
  if (a.file === proper || b.file === proper) return a.file === proper ? a : b;
  return compareNames(a.file, b.file) <= 0 ? a : b;
}

/** The release date: the portal's, or else the time of the file's last change or, under a seal, of its creation. */
function releasedAt(entry: FolderEntry, notes: ReadonlyMap<string, ReleaseNote>): string {
  const note = notes.get(entry.sha1);
  return note?.released ?? new Date(entry.made ?? entry.mtimeMs).toISOString().replace("Z", "000Z");
}

const NO_VERSION: Version = { text: "0.0.0", packed: 0 };

function inUploadOrder(entries: FolderEntry[], notes: ReadonlyMap<string, ReleaseNote>): FolderEntry[] {
  const keyed = entries.map((entry) => ({
    entry,
    time: releasedAt(entry, notes),
    version: readVersion(entry.version) ?? NO_VERSION,
  }));
  keyed.sort((a, b) => compareNames(a.time, b.time) || compareVersions(a.version, b.version));
  return keyed.map(({ entry }) => entry);
}

function folderMod(
  directory: string,
  entries: readonly FolderEntry[],
  notes: ReadonlyMap<string, ReleaseNote>,
): FolderMod {
  const newest = entries.at(-1) as FolderEntry;
  const releases = entries.map((entry) => releaseOf(entry, notes));
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

function releaseOf(entry: FolderEntry, notes: ReadonlyMap<string, ReleaseNote>): CatalogRelease {
  return {
    id: notes.get(entry.sha1)?.id ?? entry.sha1.slice(0, 24),
    version: entry.version,
    fileName: properFileName(entry),
    releasedAt: releasedAt(entry, notes),
    sha1: entry.sha1,
    factorioVersion: entry.factorioVersion,
    dependencies: entry.dependencies,
  };
}

/** The changelog is read from the newest archive when it is asked for; an archive that has gone has none. */
async function detailsOf(
  directory: string,
  newest: FolderEntry,
  releases: readonly CatalogRelease[],
): Promise<ModDetails> {
  const { changelog } = await readArchiveExtras(path.join(directory, newest.file)).catch(nothingIn);
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
