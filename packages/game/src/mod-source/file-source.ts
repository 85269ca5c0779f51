import { basename, dirname, resolve } from "node:path";
import { withZip } from "../archive/zip.ts";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { contentSource, TEXT_LIMIT } from "./content-source.ts";
import { modListSource } from "./mod-list-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";
import { readStart } from "./read-start.ts";

/**
 * Reads the mods of a file on disk. See `contentSource`.
 *
 * @throws FactorioLockError `FAILED` if it is not a source, `BAD_ARCHIVE` if it is damaged; the system's error if it
 *   cannot be read
 */
export async function fileSource(path: string): Promise<ModSource> {
  const file = basename(path);
  const start = await readStart(path, TEXT_LIMIT);
  if (!start) throw notASource(path, "is neither a file nor a folder");
  return contentSource({
    ...start,
    path,
    file,
    inflater: nodeInflater,
    zip: (wanted, use, bad) => withZip(path, file, wanted, use, bad),
    listed: (list) => modListSource(path, list),
    beside: (other) => resolve(dirname(path), other),
  });
}
