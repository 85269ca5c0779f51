import type { ModListEntry } from "@factorio-lock/core";
import type { ByteSource } from "../archive/byte-source.ts";
import { openZip } from "../archive/open-zip.ts";
import { latin1 } from "../bytes/bytes.ts";
import type { Inflater } from "../bytes/inflater.ts";
import { buildSource } from "./build-source.ts";
import { contentSource, TEXT_LIMIT } from "./content-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads the mods of a file that lies alone: dropped on a page, or at an address. Of a zip only the parts that are needed are
 * read. What would lie beside it is not seen: a mod list has only the versions that it names.
 *
 * @param name its path, and its name in errors
 * @throws FactorioLockError `FAILED` when it has no mods, `BAD_ARCHIVE` when it is a damaged zip; what reading throws
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
