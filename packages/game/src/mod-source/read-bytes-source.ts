import type { ByteSource } from "../archive/byte-source.ts";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { bytesSource } from "./bytes-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads the mods of bytes that lie anywhere, such as at an address, as `readModSource` does of a file. Of a zip only the parts
 * that are needed are read; nothing is looked for beside it.
 *
 * @param name its name in the result and in errors
 * @throws FactorioLockError as `readModSource`; what reading the bytes throws
 */
export function readBytesSource(name: string, source: ByteSource): Promise<ModSource> {
  return bytesSource(name, source, nodeInflater);
}
