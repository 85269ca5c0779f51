import { u16, u32, utf8 } from "../bytes/bytes.ts";
import { type PropertyTree, readPropertyTreeStart } from "../mod-settings/property-tree.ts";

/** The fields at the start of a save. Source: docs/factorio.md, 7. */
export interface SaveHeader {
  /** The exact version of the game that wrote it: `2.0.72`. */
  readonly game: string;
  /** The enabled mods, including builtin ones, in load order. */
  readonly mods: readonly SavedMod[];
  /** The startup settings by name, each a dictionary with a `value`; undefined if they cannot be read. */
  readonly startup: PropertyTree | undefined;
}

/** A mod as listed in a save. */
export interface SavedMod {
  readonly name: string;
  /** Three numbers: a save does not keep the author's spelling. */
  readonly version: string;
}

/** Why the start of a save cannot be read. */
export type SaveFault = "too old" | "unknown";

/** More mods than anybody has enabled; a larger number means that the bytes are not a list of mods. */
const MAX_MODS = 20_000;

/**
 * The number of bytes between the version from which a save was last loaded and its mods: the game's build and the
 * allowed commands. Since 2.0 the build number is longer, and four bytes were added. Source: docs/factorio.md, 7.
 */
const GAP_SINCE_2_0 = 9;
const GAP_BEFORE_2_0 = 3;

/**
 * Parses the start of a save's `level.dat0` (unpacked) or `level.dat`, from game versions 0.13 to 2.1.
 *
 * @returns a fault if the bytes are not the start of a save, or end within its mods
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

/** The format of the saves of a game version. */
interface Layout {
  /** Whether the version has a branch (since 0.17). */
  readonly hasBranch: boolean;
  /** Whether an administrators' option follows the scenario and all lengths are compact (since 0.16). */
  readonly isSince016: boolean;
  /** Whether small numbers in a mod's name and version take one byte (since 0.14.14). */
  readonly isCompact: boolean;
  /** Whether each mod has a checksum (since 0.15). */
  readonly hasChecksums: boolean;
  /** The possible gaps before the mods, likeliest first. */
  readonly gaps: readonly number[];
}

/** The layout of a version's saves; undefined for versions before 0.13. */
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

/** Skips everything up to the gap: the scenario and its state. */
function skipScenario(reader: Reader, { hasBranch, isSince016 }: Layout): void {
  const text = () => (isSince016 ? reader.text() : reader.longText());
  reader.skip(hasBranch ? 3 : 2);
  for (let count = 0; count < 3; count += 1) text();
  reader.skip(3);
  text();
  reader.skip(isSince016 ? 4 : 3);
  for (let part = 0; part < 3; part += 1) reader.short();
}

/** Reads the mods and the settings after them; undefined if the bytes are not a list of mods. */
function readMods(reader: Reader, layout: Layout): Pick<SaveHeader, "mods" | "startup"> | undefined {
  try {
    const count = layout.isSince016 ? reader.long() : reader.u32();
    if (count > MAX_MODS) return undefined;
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

/** Reads numbers and strings in sequence. Throws a RangeError at the end of the bytes. */
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

  /**
   * Reads a number: one byte if below 255, otherwise 255 and two more bytes; always two bytes if numbers are not
   * compact.
   */
  short(): number {
    if (!this.isCompact) return this.u16();
    this.skip(1);
    const first = this.bytes[this.at - 1] as number;
    return first === 0xff ? this.u16() : first;
  }

  /**
   * Reads a number: one byte if below 255, otherwise 255 and four more bytes; always four bytes if numbers are not
   * compact.
   */
  long(): number {
    if (!this.isCompact) return this.u32();
    this.skip(1);
    const first = this.bytes[this.at - 1] as number;
    return first === 0xff ? this.u32() : first;
  }

  text(): string {
    return this.take(this.long());
  }

  /** Reads a string whose length always takes four bytes. */
  longText(): string {
    return this.take(this.u32());
  }

  private take(length: number): string {
    this.skip(length);
    return utf8(this.bytes.subarray(this.at - length, this.at));
  }
}
