import { FactorioLockError, type ModListEntry } from "@factorio-lock/core";
import { parseInfoJson } from "../archive/archive-info.ts";
import { badArchive, type OpenZip } from "../archive/open-zip.ts";
import { isInFolder, readInfo } from "../archive/read-info.ts";
import { latin1, utf8 } from "../bytes/bytes.ts";
import type { Inflater } from "../bytes/inflater.ts";
import { parseModList } from "../mod-directory/mod-list.ts";
import { modPackOf, readModPack } from "../mod-pack/mod-pack.ts";
import { isLockfile, lockfileSource, packSource } from "./lockfile-source.ts";
import { isLog, logSource } from "./log-source.ts";
import { metapackageSource } from "./metapackage-source.ts";
import { modPackSource } from "./mod-pack-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";
import { badZip, isLevel, saveSource } from "./save-source.ts";

/** How much of a text is read, in bytes. A log may be longer, but lists its mods at the start. */
export const TEXT_LIMIT: number = 16 * 2 ** 20;

/** A readable file: on disk, or passed to a page in a browser. */
export interface FileContent {
  /** The path of the source, and its name in errors. */
  readonly path: string;
  /** Its name. */
  readonly file: string;
  /** Its first bytes, at most `TEXT_LIMIT`, and whether there are more. */
  readonly bytes: Uint8Array;
  readonly cut: boolean;
  readonly inflater: Inflater;
  /** Opens it as a zip. @throws FactorioLockError the error from `bad` */
  zip<T>(
    wanted: (name: string) => boolean,
    use: (zip: OpenZip) => Promise<T>,
    bad: (fault: string) => FactorioLockError,
  ): Promise<T>;
  /** Builds the source for a mod list, using the archives next to it if available. */
  listed(list: readonly ModListEntry[]): Promise<ModSource>;
  /** Resolves the path of a lockfile's `path` mod; undefined if neighbouring files are not available. */
  beside(path: string): string | undefined;
}

/**
 * Reads the mods of a file: a save, a mod list, a log, a metapackage (its zip or info.json), a lockfile, a pack or a
 * mod pack. The kind is recognised by the content.
 *
 * @throws FactorioLockError `FAILED` if it is none of these, `BAD_ARCHIVE` if it is damaged
 */
export async function contentSource(content: FileContent): Promise<ModSource> {
  const { path, file, bytes, cut, inflater } = content;
  if (latin1(bytes.subarray(0, 2)) === "PK") return zipSource(content);
  const text = utf8(bytes).replace(/^\u{feff}/u, "");
  if (/^\s*[[{]/.test(text)) return jsonSource(content, cut ? "" : text);
  if (!cut && isLockfile(text)) return lockfileSource(content, text);
  const pack = cut ? undefined : await readModPack(text, inflater);
  if (pack) return modPackSource(path, file, pack);
  if (isLog(text)) return logSource(path, file, text);
  throw notASource(path, "names no mods");
}

async function zipSource(content: FileContent): Promise<ModSource> {
  const { path, file } = content;
  const saved = await content.zip(
    isLevel,
    async (zip) => (zip.entries.length > 0 ? saveSource(path, file, zip) : undefined),
    (fault) => badZip(file, fault),
  );
  if (saved) return saved;
  const isInfo = isInFolder("info.json");
  const info = await content.zip(
    (name) => isInfo(name) || name === "mod-list.json",
    (zip) => {
      if (!zip.entries.some(({ name }) => isInfo(name)) && zip.entries.length > 0) throw wholeFolder(path);
      return readInfo(zip, file);
    },
    (fault) => badArchive(file, fault),
  );
  return metapackageSource(path, file, info);
}

/** The error for a zip of a whole mod directory, as created by `export zip` for people without factorio-lock. */
function wholeFolder(path: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${path} is the zip of a whole mods folder.`, {
    hint: "unpack it into a folder of its own, and use that folder instead.",
  });
}

async function jsonSource(content: FileContent, text: string): Promise<ModSource> {
  const { path, file, bytes } = content;
  const value = parseJson(text);
  const locked = await packSource(content, value);
  if (locked) return locked;
  const pack = modPackOf(value);
  if (pack) return modPackSource(path, file, pack);
  const list = parseModList(text);
  if (list) return content.listed(list);
  if (isInfoJson(value)) return metapackageSource(path, file, parseInfoJson(bytes, file));
  throw notASource(path, value === undefined ? "is not valid JSON" : "names no mods");
}

/**
 * Whether a JSON value is the `info.json` of a mod. A name and a version alone do not suffice: many programs have such
 * files.
 */
function isInfoJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return "factorio_version" in value || ("dependencies" in value && Array.isArray(value.dependencies));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
