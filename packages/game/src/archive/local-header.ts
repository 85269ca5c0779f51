import { u16, u32 } from "../bytes/bytes.ts";
import type { ByteSource } from "./byte-source.ts";
import { readableName } from "./entry-name.ts";

/** An entry as described by its local header, right before its content. */
export interface LocalHeader {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  /** Where the content begins in the file. */
  readonly position: number;
}

const HEADER = 30;
const SIGNATURE = 0x04034b50;
const UTF8 = 0x800;

/** Reads the local header at a position; undefined if there is none. */
export async function readLocalHeader(source: ByteSource, position: number): Promise<LocalHeader | undefined> {
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
