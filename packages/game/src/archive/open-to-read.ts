import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Opens a file of any kind for reading without blocking: opening a pipe would otherwise wait for a writer. */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
