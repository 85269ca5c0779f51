import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { isWrittenInto, renameOver, unwritable } from "@factorio-lock/disk";

/** A file to write into a zip: its name, and its bytes or the path to read them from. */
export type ZipPart = { readonly name: string } & ({ readonly content: Uint8Array } | { readonly path: string });

/**
 * Writes files into an uncompressed zip, in the given order and all with the same date, so that the same files always
 * give the same bytes. An existing file is replaced only once the zip is complete; a device or pipe is written into.
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
  const isDirect = await isWrittenInto(target);
  const partial = isDirect ? target : `${target}.${process.pid}.partial`;
  try {
    const written = pipeline(
      zip.outputStream as unknown as NodeJS.ReadableStream,
      createWriteStream(partial, { flags: isDirect ? "w" : "wx" }),
    );
    const failed = new Promise<never>((_, reject) => {
      (zip as unknown as NodeJS.EventEmitter).once("error", reject);
    });
    zip.end();
    await Promise.race([written, failed]);
    if (!isDirect) await renameOver(partial, target);
  } catch (error) {
    const { path, syscall } = error as NodeJS.ErrnoException;
    throw path === partial || syscall === "write" ? unwritable(target, error) : error;
  } finally {
    if (!isDirect) await rm(partial, { force: true });
  }
}
