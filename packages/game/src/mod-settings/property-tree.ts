import { concat, same, u32, utf8, view } from "../bytes/bytes.ts";

/**
 * A node of the game's binary property trees. Numbers keep their kind, and every node its "any type" flag. A node that
 * was read is written back with exactly its original bytes, even at another place. Source: docs/factorio.md, 4.3.
 */
export type PropertyTree = { readonly any: boolean } & (
  | { readonly type: "none" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "int64" | "uint64"; readonly value: bigint }
  /** The keys of a list are empty. */
  | { readonly type: "list" | "dictionary"; readonly entries: readonly (readonly [key: string, value: PropertyTree])[] }
);

const TYPES = ["none", "bool", "double", "string", "list", "dictionary", "int64", "uint64"] as const;

/** The maximum depth of a tree. The game's settings have a depth of four. */
const MAX_DEPTH = 64;
/** The maximum number of nodes. A setting has two; hundreds of mods have thousands of settings. */
const MAX_NODES = 100_000;
/** The smallest entry of a list or dictionary, in bytes: an empty key, and a node without a value. */
const MIN_ENTRY_SIZE = 3;

/**
 * The original bytes of nodes and of entry keys, if this program would write them differently: a string has several
 * encodings and may not be valid UTF-8. For lists and dictionaries only the first two bytes are kept.
 */
const sources = new WeakMap<object, Uint8Array>();

/**
 * Reads a tree.
 *
 * @returns undefined if the bytes are not exactly one tree
 */
export function readPropertyTree(bytes: Uint8Array): PropertyTree | undefined {
  const read = readPropertyTreeStart(bytes);
  return read?.length === bytes.length ? read.tree : undefined;
}

/**
 * Reads the tree at the start of the bytes, ignoring what follows.
 *
 * @returns the tree and its length in bytes; undefined if there is none
 */
export function readPropertyTreeStart(
  bytes: Uint8Array,
): { readonly tree: PropertyTree; readonly length: number } | undefined {
  const reader = { bytes, at: 0, nodes: 0 };
  try {
    const tree = readNode(reader, 0);
    return { tree, length: reader.at };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Writes a tree. */
export function writePropertyTree(tree: PropertyTree): Uint8Array {
  const parts: Uint8Array[] = [];
  writeNode(tree, parts);
  return concat(parts);
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  nodes: number;
}

function readNode(reader: Reader, depth: number): PropertyTree {
  reader.nodes += 1;
  if (depth > MAX_DEPTH || reader.nodes > MAX_NODES) throw new RangeError("too large");
  const start = reader.at;
  const tree = readValue(reader, depth);
  const isNested = tree.type === "list" || tree.type === "dictionary";
  keepSource(tree, reader.bytes.subarray(start, isNested ? start + 2 : reader.at), (parts) => {
    if (isNested) writeHead(tree, parts);
    else writeNode(tree, parts);
  });
  return tree;
}

function readValue(reader: Reader, depth: number): PropertyTree {
  const type = TYPES[byte(reader)];
  if (type === undefined) throw new RangeError("unknown type");
  const any = byte(reader) !== 0;
  switch (type) {
    case "none":
      return { any, type };
    case "bool":
      return { any, type, value: byte(reader) !== 0 };
    case "double":
      return { any, type, value: view(take(reader, 8)).getFloat64(0, true) };
    case "string":
      return { any, type, value: readString(reader) };
    case "int64":
      return { any, type, value: view(take(reader, 8)).getBigInt64(0, true) };
    case "uint64":
      return { any, type, value: view(take(reader, 8)).getBigUint64(0, true) };
    case "list":
    case "dictionary": {
      const count = u32(take(reader, 4), 0);
      if (count > (reader.bytes.length - reader.at) / MIN_ENTRY_SIZE) throw new RangeError("unexpected end");
      const entries: [string, PropertyTree][] = [];
      for (let index = 0; index < count; index += 1) entries.push(readEntry(reader, depth + 1));
      return { any, type, entries };
    }
  }
}

function readEntry(reader: Reader, depth: number): [string, PropertyTree] {
  const start = reader.at;
  const key = readString(reader);
  const source = reader.bytes.subarray(start, reader.at);
  const entry: [string, PropertyTree] = [key, readNode(reader, depth)];
  keepSource(entry, source, (parts) => writeString(key, parts));
  return entry;
}

function keepSource(owner: object, source: Uint8Array, write: (parts: Uint8Array[]) => void): void {
  const parts: Uint8Array[] = [];
  write(parts);
  if (!same(concat(parts), source)) sources.set(owner, source);
}

function readString(reader: Reader): string {
  if (byte(reader) !== 0) return "";
  const short = byte(reader);
  const length = short === 0xff ? u32(take(reader, 4), 0) : short;
  return utf8(take(reader, length));
}

function byte(reader: Reader): number {
  return take(reader, 1)[0] as number;
}

/** @throws RangeError if fewer bytes are left */
function take(reader: Reader, length: number): Uint8Array {
  if (reader.at + length > reader.bytes.length) throw new RangeError("unexpected end");
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
}

function writeNode(tree: PropertyTree, parts: Uint8Array[]): void {
  const source = sources.get(tree);
  if (source) parts.push(source);
  else writeHead(tree, parts);
  if (!("entries" in tree)) {
    if (!source) writeLeaf(tree, parts);
    return;
  }
  parts.push(number(4, (to) => to.setUint32(0, tree.entries.length, true)));
  for (const entry of tree.entries) {
    const keySource = sources.get(entry);
    if (keySource) parts.push(keySource);
    else writeString(entry[0], parts);
    writeNode(entry[1], parts);
  }
}

function writeHead({ type, any }: PropertyTree, parts: Uint8Array[]): void {
  parts.push(Uint8Array.from([TYPES.indexOf(type), Number(any)]));
}

function writeLeaf(tree: Exclude<PropertyTree, { readonly entries: unknown }>, parts: Uint8Array[]): void {
  switch (tree.type) {
    case "none":
      return;
    case "bool":
      parts.push(Uint8Array.from([Number(tree.value)]));
      return;
    case "double":
      parts.push(number(8, (to) => to.setFloat64(0, tree.value, true)));
      return;
    case "string":
      writeString(tree.value, parts);
      return;
    case "int64":
      parts.push(number(8, (to) => to.setBigInt64(0, tree.value, true)));
      return;
    case "uint64":
      parts.push(number(8, (to) => to.setBigUint64(0, tree.value, true)));
      return;
  }
}

/**
 * Writes an empty string with the length 0, as the game does. The game also reads, but never writes, a flag for
 * "empty".
 */
function writeString(text: string, parts: Uint8Array[]): void {
  const bytes = new TextEncoder().encode(text);
  parts.push(Uint8Array.from(bytes.length < 0xff ? [0, bytes.length] : [0, 0xff]));
  if (bytes.length >= 0xff) parts.push(number(4, (to) => to.setUint32(0, bytes.length, true)));
  parts.push(bytes);
}

function number(size: number, write: (to: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(view(bytes));
  return bytes;
}

/** Creates a dictionary from entries. */
export function dictionary(entries: readonly (readonly [string, PropertyTree])[]): PropertyTree {
  return { any: false, type: "dictionary", entries };
}

/** The value of a dictionary's key; undefined if there is none. */
export function child(tree: PropertyTree | undefined, key: string): PropertyTree | undefined {
  return tree?.type === "dictionary" ? tree.entries.find(([name]) => name === key)?.[1] : undefined;
}

/** Returns a dictionary with an entry replaced or, if new, appended; or removed if `value` is undefined. */
export function withChild(tree: PropertyTree, key: string, value: PropertyTree | undefined): PropertyTree {
  if (tree.type !== "dictionary") return dictionary(value ? [[key, value]] : []);
  if (child(tree, key) === value) return tree;
  const entries = tree.entries.flatMap((entry) => (entry[0] !== key ? [entry] : value ? [[key, value] as const] : []));
  const isNew = value !== undefined && !tree.entries.some(([name]) => name === key);
  return { ...tree, entries: isNew ? [...entries, [key, value] as const] : entries };
}
