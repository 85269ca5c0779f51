import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { isWrittenInto, unwritable } from "@factorio-lock/disk";

/** A file of a zip to be written: its bytes, or where they lie. */
export type ZipPart = { readonly name: string } & ({ readonly content: Uint8Array } | { readonly path: string });

/**
 * Writes a zip of files, stored as they are, in the order given, all with one date: the same files give the same bytes. What
 * was there is replaced when all is written; a device or a pipe is written into.
 *
 * @throws FactorioLockError FAILED if it cannot be written
 */
export async function writeZip(target: string, parts: readonly ZipPart[]): Promise<void> {
  const { default: yazl } = await import("yazl");
  const zip = new yazl.ZipFile();
  const details = { mtime: new Date(2000, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const part of parts) {
    if ("path" in part) zip.addFile(part.path, part.name, details);
    else zip.addBuffer(Buffer.from(part.content), part.name, details);
  }
  const direct = await isWrittenInto(target);
  const partial = direct ? target : `${target}.${process.pid}.partial`;
  try {
    const written = pipeline(zip.outputStream as unknown as NodeJS.ReadableStream, createWriteStream(partial));
    const failed = new Promise<never>((_, reject) => {
      (zip as unknown as NodeJS.EventEmitter).once("error", reject);
    });
    zip.end();
    await Promise.race([written, failed]);
    if (!direct) await rename(partial, target);
  } catch (error) {
    const { path, syscall } = error as NodeJS.ErrnoException;
    throw path === partial || syscall === "write" ? unwritable(target, error) : error;
  } finally {
    if (!direct) await rm(partial, { force: true });
  }
}
