import type { FileHandle } from "node:fs/promises";
import type { OpenArchive } from "../catalog/archive.ts";

/** A file that is open once for many readers. */
export interface SharedFile {
  /** Adds a reader. The file is closed after its last reader. */
  reader(): OpenArchive;
}

/**
 * @param handle the open file, closed with its last reader
 * @param onClose called before the file is closed
 */
export function sharedFile(handle: FileHandle, onClose: () => void): SharedFile {
  let readers = 0;
  return {
    reader() {
      let isOpen = true;
      readers += 1;
      return {
        read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
        async close() {
          if (!isOpen) return;
          isOpen = false;
          readers -= 1;
          if (readers > 0) return;
          onClose();
          await handle.close();
        },
      };
    },
  };
}
