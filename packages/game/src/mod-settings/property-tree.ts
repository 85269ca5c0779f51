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
const sources = new WeakMap<object, Buffer>();

/**
 * Reads a tree.
 *
 * @returns undefined when the bytes are not exactly one tree
 */
export function readPropertyTree(bytes: Buffer): PropertyTree | undefined {
  const read = readPropertyTreeStart(bytes);
  return read?.length === bytes.length ? read.tree : undefined;
}

/**
 * Reads the tree with which bytes begin, whatever follows it.
 *
 * @returns undefined when they begin with none; `length` is how many bytes it takes
 */
export function readPropertyTreeStart(
  bytes: Buffer,
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
export function writePropertyTree(tree: PropertyTree): Buffer {
  const parts: Buffer[] = [];
  writeNode(tree, parts);
  return Buffer.concat(parts);
}

interface Reader {
  readonly bytes: Buffer;
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
  const type = TYPES[take(reader, 1).readUInt8()];
  if (type === undefined) throw new RangeError("unknown type");
  const any = take(reader, 1).readUInt8() !== 0;
  switch (type) {
    case "none":
      return { any, type };
    case "bool":
      return { any, type, value: take(reader, 1).readUInt8() !== 0 };
    case "double":
      return { any, type, value: take(reader, 8).readDoubleLE() };
    case "string":
      return { any, type, value: readString(reader) };
    case "int64":
      return { any, type, value: take(reader, 8).readBigInt64LE() };
    case "uint64":
      return { any, type, value: take(reader, 8).readBigUInt64LE() };
    case "list":
    case "dictionary": {
      const count = take(reader, 4).readUInt32LE();
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

function keepSource(owner: object, source: Buffer, write: (parts: Buffer[]) => void): void {
  const parts: Buffer[] = [];
  write(parts);
  if (!Buffer.concat(parts).equals(source)) sources.set(owner, source);
}

function readString(reader: Reader): string {
  if (take(reader, 1).readUInt8() !== 0) return "";
  const short = take(reader, 1).readUInt8();
  const length = short === 0xff ? take(reader, 4).readUInt32LE() : short;
  return take(reader, length).toString("utf8");
}

/** @throws RangeError when so many bytes are not there */
function take(reader: Reader, length: number): Buffer {
  if (reader.at + length > reader.bytes.length) throw new RangeError("unexpected end");
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
}

function writeNode(tree: PropertyTree, parts: Buffer[]): void {
  const source = sources.get(tree);
  if (source) parts.push(source);
  else writeHead(tree, parts);
  if (!("entries" in tree)) {
    if (!source) writeLeaf(tree, parts);
    return;
  }
  parts.push(number(4, (buffer) => buffer.writeUInt32LE(tree.entries.length)));
  for (const entry of tree.entries) {
    const keySource = sources.get(entry);
    if (keySource) parts.push(keySource);
    else writeString(entry[0], parts);
    writeNode(entry[1], parts);
  }
}

function writeHead({ type, any }: PropertyTree, parts: Buffer[]): void {
  parts.push(Buffer.from([TYPES.indexOf(type), Number(any)]));
}

function writeLeaf(tree: Exclude<PropertyTree, { readonly entries: unknown }>, parts: Buffer[]): void {
  switch (tree.type) {
    case "none":
      return;
    case "bool":
      parts.push(Buffer.from([Number(tree.value)]));
      return;
    case "double":
      parts.push(number(8, (buffer) => buffer.writeDoubleLE(tree.value)));
      return;
    case "string":
      writeString(tree.value, parts);
      return;
    case "int64":
      parts.push(number(8, (buffer) => buffer.writeBigInt64LE(tree.value)));
      return;
    case "uint64":
      parts.push(number(8, (buffer) => buffer.writeBigUInt64LE(tree.value)));
      return;
  }
}

/** An empty text has the length 0, as the game writes it; there is a sign for "empty" as well, which it only reads. */
function writeString(text: string, parts: Buffer[]): void {
  const bytes = Buffer.from(text, "utf8");
  parts.push(Buffer.from(bytes.length < 0xff ? [0, bytes.length] : [0, 0xff]));
  if (bytes.length >= 0xff) parts.push(number(4, (buffer) => buffer.writeUInt32LE(bytes.length)));
  parts.push(bytes);
}

function number(size: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
}
