import type { FileHandle } from "node:fs/promises";
import type { FactorioLockError } from "@factorio-lock/core";
import type { Entry, ZipFile } from "yauzl";

/** An entry with its name as the bytes that the zip has. */
export type RawEntry = Entry & { readonly fileNameRaw: Buffer };
type Bad = (fault: string) => FactorioLockError;

/** The central directory of a zip, read entry by entry. */
export interface ZipDirectory {
  readonly zip: ZipFile;
  /** Where the next entry of the central directory starts; after the last: where the directory ends. */
  position(): number;
  /** The next entry; undefined after the last. */
  next(): Promise<RawEntry | undefined>;
}

/** The header in front of an entry's content. */
export interface LocalHeader {
  readonly fileName: Buffer;
  readonly fileDataStart: number;
}

/** What yauzl offers beyond its type declarations. */
interface Untyped {
  readonly readEntryCursor: number;
  readLocalFileHeader(entry: Entry, callback: (error: Error | null, header: LocalHeader) => void): void;
}

const WINDOW = 128 * 1024;
/** What yauzl says of a file without the end of a zip. */
const NO_END = /^End of central directory record signature not found/;
/** What yauzl says may hold the name of an entry, of up to 64 kB: this much of it is told. */
const MAX_FAULT = 300;

/**
 * Finds and opens the central directory with yauzl, which checks every name for absolute paths, `..` and backslashes.
 *
 * Reads in windows of 128 kB instead of twice for each entry.
 */
export async function openDirectory(handle: FileHandle, size: number, bad: Bad): Promise<ZipDirectory> {
  const { default: yauzl } = await import("yauzl");
  let window = Buffer.alloc(0);
  let windowAt = 0;
  const reader = new (class extends yauzl.RandomAccessReader {
    override read(
      target: Buffer,
      offset: number,
      length: number,
      position: number,
      done: (error: Error | null) => void,
    ) {
      const copy = () => {
        const from = position - windowAt;
        const copied = from < 0 ? 0 : window.copy(target, offset, from, from + length);
        done(copied < length ? new Error("unexpected end of the file") : null);
      };
      if (position >= windowAt && position + length <= windowAt + window.length) return copy();
      if (position < 0 || position + length > size) return done(new Error("unexpected end of the file"));
      window = Buffer.alloc(Math.min(Math.max(WINDOW, length), size - position));
      windowAt = position;
      handle.read(window, 0, window.length, position).then(({ bytesRead }) => {
        window = window.subarray(0, bytesRead);
        copy();
      }, done);
    }
  })();
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const options = { autoClose: false, lazyEntries: true, strictFileNames: true };
    yauzl.fromRandomAccessReader(reader, size, options, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
  }).catch(async (error: Error) => {
    if (!NO_END.test(error.message)) throw mapped(error, bad);
    throw bad((await startsAsZip(handle)) ? "it is cut off" : "it is not a zip file");
  });
  let settle: { resolve(entry: RawEntry | undefined): void; reject(error: Error): void } | undefined;
  zip.on("entry", (entry: RawEntry) => settle?.resolve(entry));
  zip.on("end", () => settle?.resolve(undefined));
  zip.on("error", (error: Error) => settle?.reject(mapped(error, bad)));
  return {
    zip,
    position: () => (zip as unknown as Untyped).readEntryCursor,
    next: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        zip.readEntry();
      }),
  };
}

/** The local header of an entry. */
export function readLocalHeader({ zip }: ZipDirectory, entry: Entry, bad: Bad): Promise<LocalHeader> {
  return new Promise((resolve, reject) => {
    (zip as unknown as Untyped).readLocalFileHeader(entry, (error, header) => {
      if (error) reject(mapped(error, bad));
      else resolve(header);
    });
  });
}

/** Whether a file begins with the letters that every zip begins with. */
async function startsAsZip(handle: FileHandle): Promise<boolean> {
  const start = Buffer.alloc(2);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  return bytesRead === start.length && start.toString("latin1") === "PK";
}

/** The system's errors stay what they are; what yauzl says of the zip becomes a fault of the archive. */
function mapped(error: Error, bad: Bad): Error {
  return "syscall" in error ? error : bad(error.message.slice(0, MAX_FAULT).replace(/[.\s]+$/, ""));
}
