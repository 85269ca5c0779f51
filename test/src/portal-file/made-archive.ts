import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** The `info.json` of an archive that is made on the fly. */
export interface MadeInfo {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly author: string;
  readonly factorio_version: string;
  readonly dependencies?: readonly string[];
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;

/** 1 January 1980, the first day of zip time, so that equal infos give equal bytes. */
const DOS_DATE = 0x0021;

/**
 * A valid mod archive: a zip with `NAME_VERSION/info.json` and a filler file, both stored as they are. The same
 * infos and size give the same bytes.
 *
 * @param size bytes of the whole archive; an archive that needs more without filler is as long as it must be
 */
export function makeStoredArchive(info: MadeInfo, size: number): Buffer {
  const folder = `${info.name}_${info.version}`;
  const files: [name: string, content: Buffer][] = [
    [`${folder}/info.json`, Buffer.from(JSON.stringify(info, null, 2))],
  ];
  const filler = `${folder}/filler.bin`;
  const room = size - zipLength([...files, [filler, Buffer.alloc(0)]]);
  if (room > 0) files.push([filler, fillerBytes(folder, room)]);
  return zip(files);
}

/** Bytes that differ from archive to archive, and that cost next to nothing to make. */
function fillerBytes(seed: string, length: number): Buffer {
  return Buffer.alloc(length, createHash("sha512").update(seed).digest());
}

function zipLength(files: readonly (readonly [string, Buffer])[]): number {
  const headers = files.map(([name]) => LOCAL_HEADER + CENTRAL_HEADER + 2 * Buffer.byteLength(name));
  return files.reduce((sum, [, content], at) => sum + content.length + (headers[at] ?? 0), END_RECORD);
}

/** A zip of stored files. Source: APPNOTE.TXT 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16. */
function zip(files: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [text, content] of files) {
    const name = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, name, content);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, name);
    offset += LOCAL_HEADER + name.length + content.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(END_RECORD);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
