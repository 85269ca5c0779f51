import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { FactorioLockError, isSafeFileName } from "@factorio-lock/core";
import { ignoreMissing, ownSignal } from "@factorio-lock/disk";
import { sealTime } from "@factorio-lock/fetcher";
import { readArchive, readArchiveDate, readArchiveExtras } from "@factorio-lock/game";
import { throwIfInterrupted } from "../interrupted.ts";
import { type FileStamp, type KnownFile, properFileName, sameStamp, stampOf } from "./entry.ts";
import { ignoreBadExtras } from "./ignore-bad-extras.ts";

/**
 * Reads a file of the folder. Undefined if it changed or vanished meanwhile, so that it must be scanned again.
 *
 * @param stamp the file's stamp before reading
 * @throws FactorioLockError `INTERRUPTED` if the signal aborts; the system's error if the file cannot be read, which
 *   says nothing about the archive
 */
export async function readEntry(
  directory: string,
  file: string,
  stamp: FileStamp,
  signal?: AbortSignal,
): Promise<KnownFile | undefined> {
  const whole = path.join(directory, file);
  let known: KnownFile;
  try {
    known = { file, ...stamp, ...(await readDescription(whole, stamp, signal)) };
  } catch (error) {
    throwIfInterrupted(signal);
    if (!(error instanceof FactorioLockError)) return ignoreMissing(error);
    known = { file, ...stamp, refused: error.message };
  }
  const after = await stat(whole, { bigint: true }).catch(ignoreMissing);
  return after && sameStamp(stampOf(after), stamp) ? known : undefined;
}

type Description = Omit<Extract<KnownFile, { sha1: string }>, "file" | keyof FileStamp>;

async function readDescription(whole: string, stamp: FileStamp, signal: AbortSignal | undefined): Promise<Description> {
  const { name, version, title, author, description, homepage, factorioVersion, dependencies } =
    await readArchive(whole);
  const fileName = properFileName({ name, version: version.text });
  if (!isSafeFileName(fileName)) {
    throw new FactorioLockError("UNSAFE_NAME", `The archive's version, "${version.text}", is not a version of a mod.`);
  }
  // The mod is served even if its picture or changelog cannot be read.
  const { thumbnail } = await readArchiveExtras(whole).catch(ignoreBadExtras);
  const sha1 = await sha1Of(whole, signal);
  const isSealed = [fileName, path.basename(whole)].some(
    (sealed) => sealTime({ sha1, fileName: sealed }, stamp.size) * 1000 === stamp.mtimeMs,
  );
  return {
    sha1,
    name,
    version: version.text,
    title,
    author,
    ...(description === undefined ? {} : { description }),
    ...(homepage === undefined ? {} : { homepage }),
    factorioVersion,
    ...(dependencies === undefined ? {} : { dependencies }),
    ...(thumbnail !== undefined && isPng(thumbnail) ? { thumbnail: true } : {}),
    ...(isSealed ? { made: (await readArchiveDate(whole)).getTime() } : {}),
  };
}

async function sha1Of(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha1");
  await pipeline(
    createReadStream(file, { highWaterMark: 1024 * 1024 }),
    hash,
    signal ? { signal: ownSignal(signal) } : {},
  );
  return hash.digest("hex");
}

export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from("89504e470d0a1a0a", "hex").every((byte, at) => bytes[at] === byte);
}
