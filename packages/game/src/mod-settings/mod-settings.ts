import { concat, u16, view } from "../bytes/bytes.ts";
import { type PropertyTree, readPropertyTree, writePropertyTree } from "./property-tree.ts";

/** The content of `mod-settings.dat`. Source: docs/factorio.md, 4.3. */
export interface ModSettings {
  /**
   * The version of the game that wrote it: main, major, minor, developer. The game rejects a file with a newer version
   * than its own.
   */
  readonly version: readonly [number, number, number, number];
  /** Undefined for 0.16 and older, whose files have no branch. */
  readonly branch: number | undefined;
  /** A dictionary with `startup`, `runtime-global` and `runtime-per-user`. */
  readonly tree: PropertyTree;
}

const VERSION_SIZE = 8;

/** Parses `mod-settings.dat`; undefined if the bytes are malformed. */
export function readModSettings(bytes: Uint8Array): ModSettings | undefined {
  if (bytes.length < VERSION_SIZE) return undefined;
  const part = (at: number) => u16(bytes, at * 2);
  const version: ModSettings["version"] = [part(0), part(1), part(2), part(3)];
  const branchSize = hasBranch(version) ? 1 : 0;
  const tree = readPropertyTree(bytes.subarray(VERSION_SIZE + branchSize));
  if (tree?.type !== "dictionary") return undefined;
  return { version, branch: branchSize > 0 ? bytes[VERSION_SIZE] : undefined, tree };
}

/** Formats `mod-settings.dat`. Unchanged settings give the same bytes that were read. */
export function writeModSettings({ version, branch, tree }: ModSettings): Uint8Array {
  const header = new Uint8Array(VERSION_SIZE);
  for (const [at, part] of version.entries()) view(header).setUint16(at * 2, part, true);
  return concat([header, Uint8Array.from(branch === undefined ? [] : [branch]), writePropertyTree(tree)]);
}

/** Whether files of a game version have a branch after the version (since 0.17). */
export function hasBranch([main, major]: ModSettings["version"]): boolean {
  return main > 0 || major >= 17;
}
