/**
 * A value of the game's binary trees. Numbers keep their kind, and every node its "any type" flag, so that a tree is
 * written as it was read. Source: domain.md 4.3.
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
  const reader = { bytes, at: 0 };
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
}

function readNode(reader: Reader, depth: number): PropertyTree {
  if (depth > MAX_DEPTH) throw new RangeError("too deep");
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
      const entries: [string, PropertyTree][] = [];
      for (let index = 0; index < count; index += 1) entries.push([readString(reader), readNode(reader, depth + 1)]);
      return { any, type, entries };
    }
  }
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
  parts.push(Buffer.from([TYPES.indexOf(tree.type), Number(tree.any)]));
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
    case "list":
    case "dictionary":
      parts.push(number(4, (buffer) => buffer.writeUInt32LE(tree.entries.length)));
      for (const [key, value] of tree.entries) {
        writeString(key, parts);
        writeNode(value, parts);
      }
  }
}

function writeString(text: string, parts: Buffer[]): void {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length === 0) {
    parts.push(Buffer.from([1]));
    return;
  }
  parts.push(Buffer.from(bytes.length < 0xff ? [0, bytes.length] : [0, 0xff]));
  if (bytes.length >= 0xff) parts.push(number(4, (buffer) => buffer.writeUInt32LE(bytes.length)));
  parts.push(bytes);
}

function number(size: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
}
