import type { FileHandle } from "node:fs/promises";

/** Bytes of a known length that can be read at any offset. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes from `at`; fewer at the end. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** The bytes of an open file of `size` bytes. */
export function fileBytes(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (at, length) => {
      if (at >= size) return Buffer.alloc(0);
      const buffer = Buffer.alloc(Math.min(length, size - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      return buffer.subarray(0, bytesRead);
    },
  };
}
