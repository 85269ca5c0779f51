import { type ModListEntry } from "@factorio-lock/core";
import { parseModList } from "../mod-directory/mod-list.ts";
import { notASource } from "./not-a-source.ts";
import { readStart } from "./read-start.ts";

/** The maximum size of a mod list, in bytes. */
const LIMIT = 16 * 2 ** 20;

/**
 * Reads the entries of a mod list; undefined if the file does not exist.
 *
 * @throws FactorioLockError `FAILED` if it is not a valid mod list
 */
export async function readModList(path: string): Promise<ModListEntry[] | undefined> {
  const start = await readStart(path, LIMIT).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!start) return undefined;
  const list = start.cut ? undefined : parseModList(start.bytes.toString("utf8"));
  if (!list) throw notASource(path, "is no mod list, or a damaged one");
  return list;
}
