import { readFile } from "node:fs/promises";
import path from "node:path";
import { isSafeFileName, parseSha1 } from "@factorio-lock/core";
import { type KnownFile, properFileName } from "./entry.ts";
import { replaceFile, STATE_FOLDER } from "./state-file.ts";

/** Incremented if entries written by older versions are not reliable. */
const FORMAT = 3;

/** The exclusive end of the dates that a zip can contain, in milliseconds. */
const LAST_DATE = Date.UTC(2108, 0);

/**
 * Reads the saved index of the folder's files, by file name, so that only changed files are read again. Empty if the
 * index is missing or damaged; then all files are read.
 */
export async function readIndex(directory: string): Promise<Map<string, KnownFile>> {
  try {
    const value = JSON.parse(await readFile(indexFile(directory), "utf8")) as { format?: unknown; files?: unknown };
    const files = value.format === FORMAT && Array.isArray(value.files) ? value.files : [];
    return new Map(files.filter(isKnownFile).map((file) => [file.file, file]));
  } catch {
    return new Map();
  }
}

export async function writeIndex(directory: string, files: ReadonlyMap<string, KnownFile>): Promise<void> {
  await replaceFile(indexFile(directory), JSON.stringify({ format: FORMAT, files: [...files.values()] }));
}

function indexFile(directory: string): string {
  return path.join(directory, STATE_FOLDER, "index.json");
}

function isKnownFile(value: unknown): value is KnownFile {
  if (typeof value !== "object" || value === null) return false;
  const file = value as Record<keyof Extract<KnownFile, { sha1: string }> | "refused", unknown>;
  const isText = (...keys: (keyof typeof file)[]): boolean => keys.every((key) => typeof file[key] === "string");
  const isTextOrNone = (...keys: (keyof typeof file)[]): boolean =>
    keys.every((key) => file[key] === undefined || isText(key));
  if (!isText("file", "ino") || ![file.size, file.mtimeMs].every((one) => typeof one === "number")) return false;
  if (file.refused !== undefined) return isText("refused");
  if (!isText("sha1", "name", "version", "title", "author", "factorioVersion")) return false;
  if (!isTextOrNone("description", "homepage")) return false;
  const { dependencies, name, version, made } = file;
  if (made !== undefined && !(typeof made === "number" && made >= 0 && made <= LAST_DATE)) return false;
  const areTexts = Array.isArray(dependencies) && dependencies.every((one) => typeof one === "string");
  return (
    (dependencies === undefined || areTexts) &&
    parseSha1(file.sha1 as string) !== undefined &&
    isSafeFileName(properFileName({ name: name as string, version: version as string }))
  );
}
