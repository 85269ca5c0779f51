import { u16, u32, utf8 } from "../bytes/bytes.ts";
import { type PropertyTree, readPropertyTreeStart } from "../mod-settings/property-tree.ts";

/** The fields at the start of a save. Source: domain.md 7. */
export interface SaveHeader {
  /** The exact game version that wrote it: `2.0.72`. */
  readonly game: string;
  /** The mods that were enabled, builtin ones among them, in load order. */
  readonly mods: readonly SavedMod[];
  /** The startup settings by name, each a dictionary with a `value`; undefined if they cannot be read. */
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
 * Reads the first bytes of a save's `level.dat0`, unpacked, or of its `level.dat`: those of 0.13 to 2.1.
 *
 * @returns a fault when the bytes are not the start of a save, or are cut off within its mods
 */
export function parseSaveHeader(bytes: Uint8Array): SaveHeader | SaveFault {
  try {
    const reader = new Reader(bytes);
    const [main, major, minor] = [reader.u16(), reader.u16(), reader.u16()];
    const layout = layoutOf(main, major, minor);
    if (!layout) return "too old";
    reader.isCompact = layout.isCompact;
    skipScenario(reader, layout);
    for (const gap of layout.gaps) {
      const found = readMods(new Reader(bytes, reader.at + gap, layout.isCompact), layout);
      if (found) return { game: `${main}.${major}.${minor}`, ...found };
    }
    return "unknown";
  } catch (error) {
    if (error instanceof RangeError) return "unknown";
    throw error;
  }
}

/** How the saves of a game version are written. */
interface Layout {
  /** Whether the version has a branch: since 0.17. */
  readonly hasBranch: boolean;
  /** Whether an administrators' option follows the scenario, and all lengths are compact: since 0.16. */
  readonly isSince016: boolean;
  /** Whether a small number takes one byte in a mod's name and version: since 0.14.14. */
  readonly isCompact: boolean;
  /** Whether each mod has a checksum: since 0.15. */
  readonly hasChecksums: boolean;
  /** The likely gaps before the mods, the likeliest first. */
  readonly gaps: readonly number[];
}

/** The layout of a version's saves; undefined if it is older than 0.13. */
function layoutOf(main: number, major: number, minor: number): Layout | undefined {
  if (main === 0 && major < 13) return undefined;
  const since = (least: number, patch = 0) => main > 0 || major > least || (major === least && minor >= patch);
  return {
    hasBranch: since(17),
    isSince016: since(16),
    isCompact: since(14, 14),
    hasChecksums: since(15),
    gaps: main >= 2 ? [GAP_SINCE_2_0, GAP_BEFORE_2_0] : [GAP_BEFORE_2_0, GAP_SINCE_2_0],
  };
}

/** All up to the gap: which scenario is played, and how far. */
function skipScenario(reader: Reader, { hasBranch, isSince016 }: Layout): void {
  const text = () => (isSince016 ? reader.text() : reader.longText());
  reader.skip(hasBranch ? 3 : 2);
  for (let count = 0; count < 3; count += 1) text();
  reader.skip(3);
  text();
  reader.skip(isSince016 ? 4 : 3);
  for (let part = 0; part < 3; part += 1) reader.short();
}

/** The mods with the settings after them; undefined if the bytes make no sense as such. */
function readMods(reader: Reader, layout: Layout): Pick<SaveHeader, "mods" | "startup"> | undefined {
  try {
    const count = layout.isSince016 ? reader.long() : reader.u32();
    if (count > MOST_MODS) return undefined;
    const mods: SavedMod[] = [];
    for (let index = 0; index < count; index += 1) {
      const name = reader.text();
      const version = [reader.short(), reader.short(), reader.short()].join(".");
      if (layout.hasChecksums) reader.skip(4);
      mods.push({ name, version });
    }
    if (!mods.some(({ name }) => name === "base")) return undefined;
    return { mods, startup: layout.hasBranch ? readStartup(reader) : undefined };
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
  readonly bytes: Uint8Array;
  at: number;
  isCompact: boolean;

  constructor(bytes: Uint8Array, at = 0, isCompact = true) {
    this.bytes = bytes;
    this.at = at;
    this.isCompact = isCompact;
  }

  skip(length: number): void {
    if (length > this.bytes.length - this.at) throw new RangeError("unexpected end");
    this.at += length;
  }

  u16(): number {
    this.skip(2);
    return u16(this.bytes, this.at - 2);
  }

  u32(): number {
    this.skip(4);
    return u32(this.bytes, this.at - 4);
  }

  /** A number that takes one byte where it is below 255, else two more; always two where numbers are not compact. */
  short(): number {
    if (!this.isCompact) return this.u16();
    this.skip(1);
    const first = this.bytes[this.at - 1] as number;
    return first === 0xff ? this.u16() : first;
  }

  /** A number that takes one byte where it is below 255, else four more; always four where numbers are not compact. */
  long(): number {
    if (!this.isCompact) return this.u32();
    this.skip(1);
    const first = this.bytes[this.at - 1] as number;
    return first === 0xff ? this.u32() : first;
  }

  text(): string {
    return this.take(this.long());
  }

  /** A text whose length always takes four bytes. */
  longText(): string {
    return this.take(this.u32());
  }

  private take(length: number): string {
    this.skip(length);
    return utf8(this.bytes.subarray(this.at - length, this.at));
  }
}
