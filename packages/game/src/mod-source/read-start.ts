import type { FileHandle } from "node:fs/promises";
import { openToRead } from "../archive/open-to-read.ts";

/** The start of a regular file. */
export interface FileStart {
  readonly bytes: Buffer;
  /** Whether the file is longer than that. */
  readonly cut: boolean;
}

/**
 * Reads the first bytes of a file; undefined for a folder, pipe or device.
 *
 * @throws the system's error if it cannot be opened or read
 */
export async function readStart(path: string, limit: number): Promise<FileStart | undefined> {
  const handle = await openToRead(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    return { bytes: await readUpTo(handle, Math.min(stats.size, limit)), cut: stats.size > limit };
  } finally {
    await handle.close();
  }
}

async function readUpTo(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
