import { type PropertyTree, readPropertyTree, writePropertyTree } from "./property-tree.ts";

/** The content of `mod-settings.dat`. Source: domain.md 4.3. */
export interface ModSettings {
  /** The game version that wrote it: main, major, minor, developer. A newer one than the game's makes it refuse the file. */
  readonly version: readonly [number, number, number, number];
  readonly branch: number;
  /** A dictionary with `startup`, `runtime-global` and `runtime-per-user`. */
  readonly tree: PropertyTree;
}

const HEADER = 9;

/** Reads the bytes of `mod-settings.dat`; undefined when they are not those of one. */
export function readModSettings(bytes: Buffer): ModSettings | undefined {
  if (bytes.length < HEADER) return undefined;
  const tree = readPropertyTree(bytes.subarray(HEADER));
  if (tree?.type !== "dictionary") return undefined;
  const part = (at: number) => bytes.readUInt16LE(at * 2);
  return { version: [part(0), part(1), part(2), part(3)], branch: bytes.readUInt8(8), tree };
}

/** The bytes of `mod-settings.dat`. */
export function writeModSettings({ version, branch, tree }: ModSettings): Buffer {
  const header = Buffer.alloc(HEADER);
  for (const [at, part] of version.entries()) header.writeUInt16LE(part, at * 2);
  header.writeUInt8(branch, 8);
  return Buffer.concat([header, writePropertyTree(tree)]);
}
