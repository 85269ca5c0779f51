import { deflateSync } from "node:zlib";
import yazl from "yazl";
import { type PropertyTree, writePropertyTree } from "../src/mod-settings/property-tree.ts";

/** A save for a test. */
export interface NewSave {
  /** `2.0.72` */
  readonly game: string;
  readonly mods: readonly { readonly name: string; readonly version: string }[];
  /** Values of startup settings, by name. */
  readonly startup?: Readonly<Record<string, PropertyTree>>;
}

/** Creates the start of a level, in the format of the given game version. Source: docs/factorio.md, 7. */
export function levelOf({ game, mods, startup = {} }: NewSave): Buffer {
  const version = game.split(".").map(Number);
  const [main = 0, major = 0, minor = 0] = version;
  const since = (least: number, patch = 0) => main > 0 || major > least || (major === least && minor >= patch);
  const isCompact = since(14, 14);
  const short = (value: number) => (isCompact ? shortNumber(value) : u16(value));
  const name = (value: string) => (isCompact ? text(value) : longText(value));
  const scenario = (value: string) => (since(16) ? text(value) : longText(value));
  return Buffer.concat([
    ...version.map(u16),
    u16(0),
    Buffer.alloc(since(17) ? 1 : 0),
    scenario(""),
    scenario("freeplay"),
    scenario("base"),
    Buffer.from([1, 0, 0]),
    scenario(""),
    Buffer.from(since(16) ? [0, 0, 0, 1] : [0, 0, 0]),
    ...version.map(short),
    Buffer.alloc(main >= 2 ? 9 : 3, 0xa0),
    since(16) ? long(mods.length) : u32(mods.length),
    ...mods.flatMap((mod) => [
      name(mod.name),
      ...mod.version.split(".").map(Number).map(short),
      Buffer.alloc(since(15) ? 4 : 0, 0xc7),
    ]),
    ...(since(17) ? settingsOf(startup) : []),
    Buffer.alloc(200, 0x80),
  ]);
}

function settingsOf(startup: NonNullable<NewSave["startup"]>): Buffer[] {
  const settings = Object.entries(startup).map(([name, value]) => [name, dictionary([["value", value]])] as const);
  return [Buffer.alloc(4), Buffer.from(writePropertyTree(dictionary(settings)))];
}

/** Creates a save. Its `level.dat0` is compressed, as since 1.1; any other `file` is not, as before. */
export function makeSave(save: NewSave, file = "level.dat0"): Promise<Buffer> {
  const level = levelOf(save);
  return makeZip({
    "friday/control.lua": "-- nothing",
    [`friday/${file}`]: file === "level.dat0" ? deflateSync(level) : level,
    "friday/info.json": "null\n",
  });
}

/** Creates a zip of files. */
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

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function shortNumber(value: number): Buffer {
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

function longText(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u32(bytes.length), bytes]);
}
