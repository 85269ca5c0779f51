import { basename } from "node:path";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readArchive } from "../archive/read-archive.ts";
import { withZip } from "../archive/zip.ts";
import { parseModList } from "../mod-directory/mod-list.ts";
import { modPackOf, parseModPack } from "../mod-pack/mod-pack.ts";
import { isLockfile, lockfileSource, packSource } from "./lockfile-source.ts";
import { isLog, logSource } from "./log-source.ts";
import { metapackageSource } from "./metapackage-source.ts";
import { modListSource } from "./mod-list-source.ts";
import { modPackSource } from "./mod-pack-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";
import { readStart } from "./read-start.ts";
import { badZip, isLevel, saveSource } from "./save-source.ts";

/** So much of a text is read. A log may be longer; the mods stand at its start. */
const TEXT_LIMIT = 16 * 2 ** 20;

/**
 * Reads the mods of a file: a save, a mod list, a log, a metapackage (its zip or info.json), a lockfile, a
 * pack or a mod pack. Its kind is recognised by its content.
 *
 * @throws FactorioLockError `FAILED` when it is none of them, `BAD_ARCHIVE` when it is a damaged one; the
 * system's error
 *   when it cannot be read
 */
export async function fileSource(path: string): Promise<ModSource> {
  const file = basename(path);
  const start = await readStart(path, TEXT_LIMIT);
  if (!start) throw notASource(path, "is neither a file nor a folder");
  const { bytes, cut } = start;
  if (bytes.subarray(0, 2).toString("latin1") === "PK") return zipSource(path, file);
  const text = bytes.toString("utf8").replace(/^\u{feff}/u, "");
  if (/^\s*[[{]/.test(text)) return jsonSource(path, file, cut ? "" : text, bytes);
  if (!cut && isLockfile(text)) return lockfileSource(path, file, text);
  const pack = cut ? undefined : await parseModPack(text);
  if (pack) return modPackSource(path, file, pack);
  if (isLog(text)) return logSource(path, file, text);
  throw notASource(path, "tells of no mods");
}

async function zipSource(path: string, file: string): Promise<ModSource> {
  const saved = await withZip(
    path,
    file,
    isLevel,
    async (zip) => (zip.entries.length > 0 ? saveSource(path, file, zip) : undefined),
    (fault) => badZip(file, fault),
  );
  return saved ?? metapackageSource(path, file, await readArchive(path));
}

async function jsonSource(path: string, file: string, text: string, bytes: Buffer): Promise<ModSource> {
  const value = parsed(text);
  const locked = await packSource(path, file, value);
  if (locked) return locked;
  const pack = modPackOf(value);
  if (pack) return modPackSource(path, file, pack);
  const list = parseModList(text);
  if (list) return modListSource(path, list);
  if (isInfoJson(value)) return metapackageSource(path, file, parseInfoJson(bytes, file));
  throw notASource(path, value === undefined ? "is not valid JSON" : "tells of no mods");
}

/** Whether a JSON value is the `info.json` of a mod: many programs have files with a name and a version. */
function isInfoJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return "factorio_version" in value || ("dependencies" in value && Array.isArray(value.dependencies));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
