import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";

/** A file that one writes and many read while it grows. */
export interface GrowingFile {
  /** Bytes so far. */
  readonly length: number;
  append(bytes: Buffer): Promise<void>;
  /** Drops what was written; those who have read of it fail. */
  restart(): Promise<void>;
  /** The SHA-1 of the bytes so far. */
  sha1(): string;
  sync(): Promise<void>;
  /** Tells readers that all is well with the bytes (they get the last of them), or that it is not: they fail. */
  settle(error?: Error): void;
  /** The bytes from `start` up to, not including, `end`; fails when the file is settled with an error. */
  read(start: number, end: number): Readable;
  /** Writes no more. The file is closed when the last reader has ended. */
  close(): Promise<void>;
}

/**
 * Readers get none of this many bytes at the end until the file is settled, so that none of them can take a bad file
 * for a whole one.
 */
const HELD_BACK = 1024;

const CHUNK = 256 * 1024;

/** @param size bytes of the finished file */
export async function createGrowingFile(path: string, size: number): Promise<GrowingFile> {
  const handle: FileHandle = await open(path, "wx+");
  const waiting = new Set<() => void>();
  let hash = createHash("sha1");
  let length = 0;
  let state: "growing" | "good" | Error = "growing";
  let round = 0;
  let users = 1;
  const tell = (): void => {
    for (const wake of [...waiting]) wake();
  };
  const leave = async (): Promise<void> => {
    users -= 1;
    if (users === 0) await handle.close();
  };
  const readable = (): number => (state === "good" ? length : Math.min(length, Math.max(size - HELD_BACK, 0)));

  function reader(start: number, end: number): Readable {
    const begun = round;
    let at = start;
    let reading: Promise<void> = Promise.resolve();
    users += 1;
    const step = async (stream: Readable): Promise<void> => {
      if (state instanceof Error) throw state;
      if (begun !== round && at > start) throw new Error("the file was begun anew");
      const upTo = Math.min(readable(), end, at + CHUNK);
      if (at >= end || (upTo <= at && state === "good")) return void stream.push(null);
      if (upTo <= at) return void waiting.add(go);
      const buffer = Buffer.allocUnsafe(upTo - at);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      at += bytesRead;
      stream.push(buffer.subarray(0, bytesRead));
    };
    const stream = new Readable({
      highWaterMark: CHUNK,
      read: () => go(),
      destroy(error, done) {
        waiting.delete(go);
        void reading.then(leave).catch(() => {});
        done(error);
      },
    });
    function go(): void {
      waiting.delete(go);
      reading = step(stream).catch((error: unknown) => void stream.destroy(error as Error));
    }
    return stream;
  }

  return {
    get length() {
      return length;
    },
    async append(bytes) {
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, length + written);
        written += bytesWritten;
      }
      hash.update(bytes);
      length += bytes.length;
      tell();
    },
    async restart() {
      round += 1;
      length = 0;
      hash = createHash("sha1");
      await handle.truncate(0);
      tell();
    },
    sha1: () => hash.copy().digest("hex"),
    sync: () => handle.sync(),
    settle(error) {
      state = error ?? "good";
      tell();
    },
    read: reader,
    close: leave,
  };
}
