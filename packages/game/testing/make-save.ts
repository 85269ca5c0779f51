import { deflateSync } from "node:zlib";
import yazl from "yazl";
import { type PropertyTree, writePropertyTree } from "../src/mod-settings/property-tree.ts";

/** A save of a test. */
export interface NewSave {
  /** `2.0.72` */
  readonly game: string;
  readonly mods: readonly { readonly name: string; readonly version: string }[];
  /** Values of startup settings, by name. */
  readonly startup?: Readonly<Record<string, PropertyTree>>;
}

/** The start of a level, as a game of that version writes it. Source: domain.md 7. */
export function levelOf({ game, mods, startup = {} }: NewSave): Buffer {
  const version = game.split(".").map(Number);
  const [main = 0, major = 0] = version;
  const hasBranch = main > 0 || major > 16;
  return Buffer.concat([
    ...version.map(u16),
    u16(0),
    Buffer.alloc(hasBranch ? 1 : 0),
    text(""),
    text("freeplay"),
    text("base"),
    Buffer.from([1, 0, 0]),
    text(""),
    Buffer.from([0, 0, 0, 1]),
    ...version.map(short),
    Buffer.alloc(main >= 2 ? 9 : 3, 0xa0),
    long(mods.length),
    ...mods.flatMap((mod) => [text(mod.name), ...mod.version.split(".").map(Number).map(short), Buffer.alloc(4, 0xc7)]),
    Buffer.alloc(4),
    writePropertyTree(
      dictionary(Object.entries(startup).map(([name, value]) => [name, dictionary([["value", value]])])),
    ),
    Buffer.alloc(200, 0x80),
  ]);
}

/** A save: `level.dat0`, packed, as since 1.1; with `file` another, unpacked, as before. */
export function makeSave(save: NewSave, file = "level.dat0"): Promise<Buffer> {
  const level = levelOf(save);
  return makeZip({
    "friday/control.lua": "-- nothing",
    [`friday/${file}`]: file === "level.dat0" ? deflateSync(level) : level,
    "friday/info.json": "null\n",
  });
}

/** A zip of files. */
export async function makeZip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function dictionary(entries: readonly (readonly [string, PropertyTree])[]): PropertyTree {
  return { any: false, type: "dictionary", entries };
}

function u16(value: number): Buffer {
  return Buffer.from([value & 0xff, value >> 8]);
}

function short(value: number): Buffer {
  return value < 0xff ? Buffer.from([value]) : Buffer.concat([Buffer.from([0xff]), u16(value)]);
}

function long(value: number): Buffer {
  if (value < 0xff) return Buffer.from([value]);
  const bytes = Buffer.alloc(5, 0xff);
  bytes.writeUInt32LE(value, 1);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([long(bytes.length), bytes]);
}
