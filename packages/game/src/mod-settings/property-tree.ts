import { concat, same, u32, utf8, view } from "../bytes/bytes.ts";

/**
 * A value of the game's binary trees. Numbers keep their kind, and every node its "any type" flag. Nodes that were read
 * are written with the very bytes that they were read from, wherever they stand. Source: domain.md 4.3.
 */
export type PropertyTree = { readonly any: boolean } & (
  | { readonly type: "none" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "int64" | "uint64"; readonly value: bigint }
  /** A list has empty keys. */
  | { readonly type: "list" | "dictionary"; readonly entries: readonly (readonly [key: string, value: PropertyTree])[] }
);

const TYPES = ["none", "bool", "double", "string", "list", "dictionary", "int64", "uint64"] as const;

/** Deeper trees are refused. The game's settings are four deep. */
const MAX_DEPTH = 64;
/** Trees of more nodes are refused. A setting takes two; hundreds of mods have some thousands of settings. */
const MAX_NODES = 100_000;
/** The least that an entry of a list or dictionary takes: an empty key, and a node without a value. */
const LEAST_ENTRY = 3;

/**
 * The bytes of nodes that were read, and those of the keys of entries, where they are not those that this program writes:
 * a text can be written in more than one way, and need not be UTF-8. Of lists and dictionaries only the first two.
 */
const sources = new WeakMap<object, Uint8Array>();

/**
 * Reads a tree.
 *
 * @returns undefined when the bytes are not exactly one tree
 */
export function readPropertyTree(bytes: Uint8Array): PropertyTree | undefined {
  const read = readPropertyTreeStart(bytes);
  return read?.length === bytes.length ? read.tree : undefined;
}

/**
 * Reads the tree with which bytes begin, whatever follows it.
 *
 * @returns undefined when they begin with none; `length` is how many bytes it takes
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
      if (count > (reader.bytes.length - reader.at) / LEAST_ENTRY) throw new RangeError("unexpected end");
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

/** @throws RangeError when so many bytes are not there */
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

/** An empty text has the length 0, as the game writes it; there is a sign for "empty" as well, which it only reads. */
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

/** A dictionary of these entries. */
export function dictionary(entries: readonly (readonly [string, PropertyTree])[]): PropertyTree {
  return { any: false, type: "dictionary", entries };
}

/** The entry of a dictionary; undefined where there is none. */
export function child(tree: PropertyTree | undefined, key: string): PropertyTree | undefined {
  return tree?.type === "dictionary" ? tree.entries.find(([name]) => name === key)?.[1] : undefined;
}

/** A dictionary with an entry in its place, or at the end; without it where `value` is undefined. */
export function withChild(tree: PropertyTree, key: string, value: PropertyTree | undefined): PropertyTree {
  if (tree.type !== "dictionary") return dictionary(value ? [[key, value]] : []);
  if (child(tree, key) === value) return tree;
  const entries = tree.entries.flatMap((entry) => (entry[0] !== key ? [entry] : value ? [[key, value] as const] : []));
  const isNew = value !== undefined && !tree.entries.some(([name]) => name === key);
  return { ...tree, entries: isNew ? [...entries, [key, value] as const] : entries };
}
