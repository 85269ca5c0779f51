import type { FileHandle } from "node:fs/promises";

/** Bytes of a known length that can be read anywhere. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `at`, as many as `length` and as there are. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** The bytes of an open file, which has `size` of them. */
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
