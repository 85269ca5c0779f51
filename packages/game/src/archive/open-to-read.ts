import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Opens a file for reading, whatever it is: to open a pipe would else wait for its writer, for ever. */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
