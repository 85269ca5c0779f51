import type { ByteSource } from "../archive/byte-source.ts";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { bytesSource } from "./bytes-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads mods from bytes of any origin, such as a download, like `readModSource` from a file. Only the needed parts of a
 * zip are read; neighbouring files are not available.
 *
 * @param name its name in the result and in errors
 * @throws FactorioLockError as `readModSource`; whatever `source` throws
 */
export function readBytesSource(name: string, source: ByteSource): Promise<ModSource> {
  return bytesSource(name, source, nodeInflater);
}
