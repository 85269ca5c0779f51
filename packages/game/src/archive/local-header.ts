import { u16, u32 } from "../bytes/bytes.ts";
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
  if (header.length < HEADER || u32(header, 0) !== SIGNATURE) return undefined;
  const nameLength = u16(header, 26);
  const flags = u16(header, 6);
  return {
    name: readableName(await source.read(position + HEADER, nameLength), (flags & UTF8) !== 0),
    flags,
    method: u16(header, 8),
    position: position + HEADER + nameLength + u16(header, 28),
  };
}
