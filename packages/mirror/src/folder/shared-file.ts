import type { FileHandle } from "node:fs/promises";
import type { OpenArchive } from "../catalog/archive.ts";

/** A file that many read, open once for all of them. */
export interface SharedFile {
  /** Opens it for one more reader. The file is closed when the last one has closed. */
  reader(): OpenArchive;
}

/**
 * @param handle closed with the last reader
 * @param onClose called before it is
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
