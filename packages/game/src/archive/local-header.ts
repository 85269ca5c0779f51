import type { ByteSource } from "./byte-source.ts";
import { readableName } from "./entry-name.ts";

/** The content of an entry, as the header right before it describes it. */
export interface LocalContent {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  /** Where the content begins in the file. */
  readonly position: number;
}

const HEADER = 30;
const SIGNATURE = 0x04034b50;
const UTF8 = 0x800;

/** Reads the local header at a position of a zip; undefined when there is none. */
export async function localContent(source: ByteSource, position: number): Promise<LocalContent | undefined> {
  const header = await source.read(position, HEADER);
  if (header.length < HEADER || header.readUInt32LE() !== SIGNATURE) return undefined;
  const nameLength = header.readUInt16LE(26);
  const flags = header.readUInt16LE(6);
  return {
    name: readableName(await source.read(position + HEADER, nameLength), (flags & UTF8) !== 0),
    flags,
    method: header.readUInt16LE(8),
    position: position + HEADER + nameLength + header.readUInt16LE(28),
  };
}
