import { same } from "../bytes/bytes.ts";
import { type ArchiveInfo, parseInfoJson } from "./archive-info.ts";
import { badArchive, type OpenZip, shownName, type ZipEntry } from "./open-zip.ts";

/** The maximum size of an info.json, in bytes. */
const INFO_LIMIT = 2 ** 20;

/** An archive with more copies of info.json than this is rejected. */
const MAX_COPIES = 16;

/** Returns a test for entry names: whether the entry is in a folder and has one of these file names, ignoring case. */
export function isInFolder(...files: readonly string[]): (name: string) => boolean {
  return (name) => {
    const slash = name.lastIndexOf("/");
    return slash > 0 && files.includes(name.slice(slash + 1).toLowerCase()) && !/(?:^|\/)\.\.\//.test(name);
  };
}

interface FoundInfo {
  readonly entry: ZipEntry;
  readonly bytes: Uint8Array;
}

/**
 * Finds the least deeply nested info.json of an archive. Several at that depth must have the same content; one with a
 * lower-case name is preferred.
 */
export async function findInfo(zip: OpenZip, file: string): Promise<FoundInfo> {
  const isInfo = isInFolder("info.json");
  const all = zip.entries.filter(({ name }) => isInfo(name));
  const depth = Math.min(...all.map(depthOf));
  const [first, ...others] = all
    .filter((entry) => depthOf(entry) === depth)
    .sort((a, b) => Number(b.name.endsWith("/info.json")) - Number(a.name.endsWith("/info.json")));
  if (!first) throw badArchive(file, "it has no folder with an info.json");
  if (others.length >= MAX_COPIES) throw badArchive(file, `it has ${others.length + 1} files named info.json`);
  const bytes = await zip.read(first, INFO_LIMIT);
  for (const other of others) {
    if (!same(await zip.read(other, INFO_LIMIT), bytes)) {
      throw badArchive(file, `it has two different ones: ${shownName(first.name)} and ${shownName(other.name)}`);
    }
  }
  return { entry: first, bytes };
}

function depthOf({ name }: ZipEntry): number {
  return name.split("/").length;
}

/** Reads the `info.json` of a mod archive. See `readArchive`. */
export async function readInfo(zip: OpenZip, file: string): Promise<ArchiveInfo> {
  const { entry, bytes } = await findInfo(zip, file);
  return parseInfoJson(bytes, `${file}: ${shownName(entry.name)}`);
}
