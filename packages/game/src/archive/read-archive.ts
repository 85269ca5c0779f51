import { basename } from "node:path";
import { compareVersions } from "@factorio-lock/core";
import type { ArchiveInfo } from "./archive-info.ts";
import { checkFileName, type ExpectedArchive } from "./expected-archive.ts";
import { badArchive } from "./open-zip.ts";
import { findInfo, isInFolder, readInfo } from "./read-info.ts";
import { withZip } from "./zip.ts";

/** The maximum sizes of these files in an archive, in bytes. */
const CHANGELOG_LIMIT = 8 * 2 ** 20;
const THUMBNAIL_LIMIT = 8 * 2 ** 20;

/** Optional files of a mod archive. */
export interface ArchiveExtras {
  /** The text of `changelog.txt`. */
  readonly changelog?: string;
  /** The bytes of `thumbnail.png`. */
  readonly thumbnail?: Buffer;
}

/**
 * Reads the `info.json` of a mod archive: the one in the top folder, whatever its name. If no top folder has one, the
 * least deeply nested one is read. Several at the same depth must have the same content.
 *
 * Memory use is limited to the zip's directory and 1 MB for the file. Source: docs/mod-directory.md, "What an archive
 * must be"; docs/factorio.md, 4.1, 4.8.
 *
 * @throws FactorioLockError `BAD_ARCHIVE` if the zip or its info.json is not valid, `UNSAFE_NAME` if the mod's name
 *   cannot be part of a file name; the system's error if the file cannot be read.
 */
export function readArchive(path: string): Promise<ArchiveInfo> {
  const file = basename(path);
  return withZip(path, file, isInFolder("info.json"), (zip) => readInfo(zip, file));
}

/**
 * Reads the changelog and the thumbnail of a mod archive, ignoring the case of their names.
 *
 * @throws FactorioLockError as `readArchive` does, and if one of the two is larger than 8 MB.
 */
export function readArchiveExtras(path: string): Promise<ArchiveExtras> {
  const file = basename(path);
  const isWanted = isInFolder("info.json", "changelog.txt", "thumbnail.png");
  return withZip(path, file, isWanted, async (zip) => {
    const { entry: info } = await findInfo(zip, file);
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
 * The date of the newest file in a mod archive: approximately its creation date, by its author's clock.
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
 * Checks that an archive is valid and has the expected name and version (compared as numbers).
 *
 * @throws FactorioLockError `UNSAFE_NAME` if the expected name or file name is not safe as a path, or they do not
 *   match; `BAD_ARCHIVE` if the archive is a different one or not valid.
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
