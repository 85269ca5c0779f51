import type { ModListEntry } from "@factorio-lock/core";
import type { ByteSource } from "../archive/byte-source.ts";
import { openZip } from "../archive/open-zip.ts";
import { latin1 } from "../bytes/bytes.ts";
import type { Inflater } from "../bytes/inflater.ts";
import { buildSource } from "./build-source.ts";
import { contentSource, TEXT_LIMIT } from "./content-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads the mods of a file without neighbours: dropped on a page, or downloaded. Only the needed parts of a zip are
 * read. A mod list gives only the versions that it contains, because the archives are not available.
 *
 * @param name its path or name, as shown in errors
 * @throws FactorioLockError `FAILED` if it lists no mods, `BAD_ARCHIVE` if it is a damaged zip; whatever `source`
 *   throws
 */
export async function bytesSource(name: string, source: ByteSource, inflater: Inflater): Promise<ModSource> {
  const start = await source.read(0, 4);
  const isZip = latin1(start.subarray(0, 2)) === "PK";
  return contentSource({
    path: name,
    file: name,
    bytes: isZip ? start : await source.read(0, TEXT_LIMIT),
    cut: source.size > TEXT_LIMIT,
    inflater,
    zip: async (wanted, use, bad) => use(await openZip(source, inflater, wanted, bad)),
    listed: async (list) => listSource(name, list),
    beside: () => undefined,
  });
}

function listSource(file: string, list: readonly ModListEntry[]): ModSource {
  const enabled = list.filter((entry) => entry.enabled);
  return buildSource({
    kind: "mod-list",
    path: file,
    mods: enabled.map(({ name, version }) => ({ name, version, source: file })),
    off: list.filter((entry) => !entry.enabled).map(({ name }) => name),
  });
}
