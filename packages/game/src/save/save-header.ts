import { type PropertyTree, readPropertyTreeStart } from "../mod-settings/property-tree.ts";

/** What the start of a save tells. Source: domain.md 7. */
export interface SaveHeader {
  /** The exact game version that wrote it: `2.0.72`. */
  readonly game: string;
  /** The mods that were enabled, builtin ones among them, in load order. */
  readonly mods: readonly SavedMod[];
  /** The startup settings by name, each a dictionary with a `value`; undefined where they cannot be read. */
  readonly startup: PropertyTree | undefined;
}

/** A mod as a save names it. */
export interface SavedMod {
  readonly name: string;
  /** Three numbers: a save keeps no author's text. */
  readonly version: string;
}

/** Why the start of a save cannot be read. */
export type SaveFault = "too old" | "unknown";

/** More mods than anybody has enabled; a larger count is no count. */
const MOST_MODS = 20_000;

/**
 * How many bytes lie between the version that a save was last loaded from and its mods: the game's build and which
 * commands are allowed, since 2.0 with a longer build number and four bytes more. Source: domain.md 7.
 */
const GAP_SINCE_2_0 = 9;
const GAP_BEFORE_2_0 = 3;

/**
 * Reads the first bytes of a save's `level.dat0`, unpacked, or of its `level.dat`: those of 0.16 to 2.1.
 *
 * @returns a fault when the bytes are not the start of a save, or are cut off within its mods
 */
export function parseSaveHeader(bytes: Buffer): SaveHeader | SaveFault {
  try {
    const reader = new Reader(bytes);
    const [main, major, minor] = [reader.u16(), reader.u16(), reader.u16()];
    if (main === 0 && major < 16) return "too old";
    skipScenario(reader, main > 0 || major > 16);
    const gaps = main >= 2 ? [GAP_SINCE_2_0, GAP_BEFORE_2_0] : [GAP_BEFORE_2_0, GAP_SINCE_2_0];
    for (const gap of gaps) {
      const found = readMods(new Reader(bytes, reader.at + gap));
      if (found) return { game: `${main}.${major}.${minor}`, ...found };
    }
    return "unknown";
  } catch (error) {
    if (error instanceof RangeError) return "unknown";
    throw error;
  }
}

/** All up to the gap: which scenario is played, and how far. */
function skipScenario(reader: Reader, hasBranch: boolean): void {
  reader.skip(hasBranch ? 3 : 2);
  for (let text = 0; text < 3; text += 1) reader.text();
  reader.skip(3);
  reader.text();
  reader.skip(4);
  for (let part = 0; part < 3; part += 1) reader.short();
}

/** The mods with the settings after them; undefined where the bytes make no sense as such. */
function readMods(reader: Reader): Pick<SaveHeader, "mods" | "startup"> | undefined {
  try {
    const count = reader.long();
    if (count > MOST_MODS) return undefined;
    const mods: SavedMod[] = [];
    for (let index = 0; index < count; index += 1) {
      const name = reader.text();
      const version = [reader.short(), reader.short(), reader.short()].join(".");
      reader.skip(4);
      mods.push({ name, version });
    }
    if (!mods.some(({ name }) => name === "base")) return undefined;
    return { mods, startup: readStartup(reader) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readStartup(reader: Reader): PropertyTree | undefined {
  const tree = readPropertyTreeStart(reader.bytes.subarray(reader.at + 4))?.tree;
  return tree?.type === "dictionary" ? tree : undefined;
}

/** Takes numbers and texts one after the other. Throws a RangeError where the bytes end. */
class Reader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  skip(length: number): void {
    if (length > this.bytes.length - this.at) throw new RangeError("unexpected end");
    this.at += length;
  }

  u16(): number {
    this.skip(2);
    return this.bytes.readUInt16LE(this.at - 2);
  }

  /** A number that takes one byte where it is below 255, else two more. */
  short(): number {
    this.skip(1);
    const first = this.bytes.readUInt8(this.at - 1);
    return first === 0xff ? this.u16() : first;
  }

  /** A number that takes one byte where it is below 255, else four more. */
  long(): number {
    this.skip(1);
    const first = this.bytes.readUInt8(this.at - 1);
    if (first !== 0xff) return first;
    this.skip(4);
    return this.bytes.readUInt32LE(this.at - 4);
  }

  text(): string {
    const length = this.long();
    this.skip(length);
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
}
