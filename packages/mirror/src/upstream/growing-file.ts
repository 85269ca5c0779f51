import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { ArchiveSink } from "@factorio-lock/fetcher";
import type { OpenArchive } from "../catalog/archive.ts";

/** A file that a transfer writes and many read while it grows. */
export interface GrowingFile extends ArchiveSink {
  sync(): Promise<void>;
  /** Tells readers that all is well with the bytes (they get the last of them), or that it is not: they fail. */
  settle(error?: Error): void;
  /**
   * Opens it for a reader, who fails when the file is settled with an error, or begun anew after the reader has read.
   *
   * @param size bytes of the finished file
   */
  reader(size: number): OpenArchive;
  /** Writes no more. The file is closed when the last reader has ended. */
  close(): Promise<void>;
}

/**
 * Readers get none of this many bytes at the end until the file is settled, so that none of them can take a bad file
 * for a whole one.
 */
const HELD_BACK = 1024;

/** @throws the system's error when the file cannot be made */
export async function createGrowingFile(path: string): Promise<GrowingFile> {
  const handle: FileHandle = await open(path, "wx+");
  const waiting = new Set<() => void>();
  let hash = createHash("sha1");
  let length = 0;
  let state: "growing" | "good" | Error = "growing";
  let round = 0;
  let users = 1;
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const leave = async (): Promise<void> => {
    users -= 1;
    if (users === 0) await handle.close();
  };
  const readable = (size: number): number =>
    state === "good" ? length : Math.min(length, Math.max(size - HELD_BACK, 0));

  return {
    position: () => length,
    async append(chunks) {
      for (const chunk of chunks) {
        for (let written = 0; written < chunk.length; ) {
          const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, length + written);
          written += bytesWritten;
        }
        hash.update(chunk);
        length += chunk.length;
        wakeAll();
      }
    },
    async restart() {
      round += 1;
      length = 0;
      hash = createHash("sha1");
      await handle.truncate(0);
      wakeAll();
    },
    digest: () => hash.copy().digest("hex"),
    sync: () => handle.sync(),
    settle(error) {
      state = error ?? "good";
      wakeAll();
    },
    reader(size) {
      let begun: number | undefined;
      let isOpen = true;
      let reading: Promise<unknown> = Promise.resolve();
      users += 1;
      return {
        async arrival(position) {
          for (;;) {
            if (state instanceof Error) throw state;
            if (begun !== undefined && begun !== round) throw new Error("the download was begun anew");
            if (!isOpen) throw new Error("the reader was closed");
            if (position < readable(size) || state === "good") return;
            await new Promise<void>((resolve) => waiting.add(resolve));
          }
        },
        async read(buffer, position) {
          begun = round;
          const most = Math.max(Math.min(buffer.length, readable(size) - position), 0);
          const read = handle.read(buffer, 0, most, position);
          reading = read.catch(() => {});
          return (await read).bytesRead;
        },
        async close() {
          if (!isOpen) return;
          isOpen = false;
          wakeAll();
          await reading;
          await leave();
        },
      };
    },
    close: leave,
  };
}
