import { basename } from "node:path";
import { compareVersions } from "@factorio-lock/core";
import type { ArchiveInfo } from "./archive-info.ts";
import { checkFileName, type ExpectedArchive } from "./expected-archive.ts";
import { badArchive } from "./open-zip.ts";
import { infoOf, isInFolder, readInfo } from "./read-info.ts";
import { withZip } from "./zip.ts";

/** The most bytes that each of these files in an archive may have. */
const CHANGELOG_LIMIT = 8 * 2 ** 20;
const THUMBNAIL_LIMIT = 8 * 2 ** 20;

/** The files besides `info.json` that a reader may want from an archive. */
export interface ArchiveExtras {
  /** The text of `changelog.txt`. */
  readonly changelog?: string;
  /** The bytes of `thumbnail.png`. */
  readonly thumbnail?: Buffer;
}

/**
 * Reads what a mod archive says of itself: the `info.json` in its top folder, whatever that is called. Where no top folder
 * has one, the one that lies least deep counts. Several of the same depth must have the same content.
 *
 * Memory is bounded by the zip's directory and 1 MB for the file. Source: contract section 6, domain.md 4.1, 4.8.
 *
 * @throws FactorioLockError `BAD_ARCHIVE` when the zip or its info.json is not sound, `UNSAFE_NAME` when the name in it
 *   cannot be a file name; the system's error when the file cannot be read.
 */
export function readArchive(path: string): Promise<ArchiveInfo> {
  const file = basename(path);
  return withZip(path, file, isInFolder("info.json"), (zip) => readInfo(zip, file));
}

/**
 * Reads the changelog and the thumbnail of a mod archive, in whatever letter case their names are.
 *
 * @throws FactorioLockError as `readArchive` does, also when one of the two is larger than 8 MB.
 */
export function readArchiveExtras(path: string): Promise<ArchiveExtras> {
  const file = basename(path);
  const isWanted = isInFolder("info.json", "changelog.txt", "thumbnail.png");
  return withZip(path, file, isWanted, async (zip) => {
    const { entry: info } = await infoOf(zip, file);
    const folder = info.name.slice(0, -"info.json".length);
    const read = async (name: string, limit: number) => {
      const entry =
        zip.entries.findLast((candidate) => candidate.name === folder + name) ??
        zip.entries.findLast((candidate) => candidate.name.toLowerCase() === folder.toLowerCase() + name);
      return entry && (await zip.read(entry, limit));
    };
    const changelog = await read("changelog.txt", CHANGELOG_LIMIT);
    const thumbnail = await read("thumbnail.png", THUMBNAIL_LIMIT);
    return {
      ...(changelog && { changelog: new TextDecoder().decode(changelog) }),
      ...(thumbnail && { thumbnail: Buffer.from(thumbnail.buffer, thumbnail.byteOffset, thumbnail.length) }),
    };
  });
}

/**
 * The date of the newest file in a mod archive: when it was made, as far as its author's clock and tools tell.
 *
 * @throws FactorioLockError as `readArchive` does
 */
export function readArchiveDate(path: string): Promise<Date> {
  return withZip(
    path,
    basename(path),
    () => false,
    async ({ newest }) => newest,
  );
}

/**
 * Checks that an archive is sound, and the one that is expected: the same name, the same version (as numbers).
 *
 * @throws FactorioLockError `UNSAFE_NAME` when the expected name or file name cannot become a path or do not agree;
 *   `BAD_ARCHIVE` when the archive is another one, or not sound.
 */
export async function checkArchive(path: string, expected: ExpectedArchive): Promise<void> {
  checkFileName(expected);
  const { name, version, fileName } = expected;
  const info = await withZip(path, fileName, isInFolder("info.json"), (zip) => readInfo(zip, fileName));
  if (info.name !== name) throw badArchive(fileName, `it holds the mod "${info.name}", not "${name}"`);
  if (compareVersions(info.version, version) !== 0) {
    throw badArchive(fileName, `it holds version ${info.version.text}, not ${version.text}`);
  }
}
