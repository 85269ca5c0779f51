import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { ArchiveSink } from "@factorio-lock/fetcher";
import type { OpenArchive } from "../catalog/archive.ts";

/** A file that a transfer writes while several readers read it. */
export interface GrowingFile extends ArchiveSink {
  sync(): Promise<void>;
  /** Marks the bytes as verified, so that readers get the last of them; or, with an error, makes all readers fail. */
  settle(error?: Error): void;
  /**
   * Opens it for a reader. The reader fails if the file is settled with an error, or restarted after the reader's first
   * read.
   *
   * @param size the size of the finished file in bytes
   */
  reader(size: number): OpenArchive;
  /** Ends writing. The file is closed after its last reader. */
  close(): Promise<void>;
}

/**
 * This many bytes at the end are withheld from readers until the file is settled, so that no reader can mistake a bad
 * file for a complete one.
 */
const HELD_BACK = 1024;

/** @throws the system's error if the file cannot be created */
export async function createGrowingFile(path: string): Promise<GrowingFile> {
  const handle: FileHandle = await open(path, "wx+");
  const waiting = new Set<() => void>();
  let hash = createHash("sha1");
  let length = 0;
  let state: "growing" | "good" | Error = "growing";
  let restarts = 0;
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
      restarts += 1;
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
      let readRound: number | undefined;
      let isOpen = true;
      let reading: Promise<unknown> = Promise.resolve();
      users += 1;
      return {
        async arrival(position) {
          for (;;) {
            if (state instanceof Error) throw state;
            if (readRound !== undefined && readRound !== restarts) throw new Error("the download was restarted");
            if (!isOpen) throw new Error("the reader was closed");
            if (position < readable(size) || state === "good") return;
            await new Promise<void>((resolve) => waiting.add(resolve));
          }
        },
        async read(buffer, position) {
          readRound = restarts;
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
