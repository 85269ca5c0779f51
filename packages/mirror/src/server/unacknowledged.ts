import { closeSync, openSync, readSync } from "node:fs";
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Reads the bytes that each peer has not acknowledged yet, by connection (`connectionName`); undefined if they cannot
 * be read.
 */
export type AskUnacknowledged = () => Promise<ReadonlyMap<string, number> | undefined>;

/** The function that reads the unacknowledged bytes on a platform; null if the platform does not provide them. */
export function unacknowledgedOn(platform: NodeJS.Platform = process.platform): AskUnacknowledged | null {
  return platform === "linux" ? unacknowledged : null;
}

async function unacknowledged(): Promise<ReadonlyMap<string, number> | undefined> {
  const held = new Map<string, number>();
  try {
    await readTable("/proc/net/tcp", V4_DIGITS, held);
    await readTable("/proc/net/tcp6", V6_DIGITS, held);
    return held;
  } catch {
    return undefined;
  }
}

/** The number of hex digits of an address. */
const V4_DIGITS = 8;
const V6_DIGITS = 32;

const NEWLINE = 0x0a;
const COLON = 0x3a;
const ZERO = 0x30;

/** The buffer size in bytes; the kernel returns 4 kB at a time. */
const CHUNK = 16 * 1024;

/** After this many reads, about a millisecond's work, others have their turn. */
const TURN = 32;

/**
 * Reads a table through one small buffer, because it has megabytes with thousands of connections. The kernel produces it while it
 * is read, without a disk: reading it in another thread would take several times as long.
 */
async function readTable(file: string, digits: number, held: Map<string, number>): Promise<void> {
  const table = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let kept = 0;
    for (let reads = 1; ; reads += 1) {
      const bytes = readSync(table, buffer, kept, CHUNK - kept, null);
      if (bytes === 0) return;
      const end = kept + bytes;
      const rest = readLines(buffer.subarray(0, end), digits, held);
      buffer.copyWithin(0, rest, end);
      kept = end - rest;
      if (reads % TURN === 0) await nextTurn();
    }
  } finally {
    closeSync(table);
  }
}

/**
 * Parses lines ` sl: local:port remote:port st tx_queue:rx_queue …`, one for each connection (see proc_net_tcp in the
 * kernel's documentation). Creates strings only for connections with unacknowledged bytes.
 *
 * @returns the offset of the last, incomplete line
 */
function readLines(table: Buffer, digits: number, held: Map<string, number>): number {
  let line = 0;
  for (;;) {
    const end = table.indexOf(NEWLINE, line);
    if (end < 0) return line;
    const local = table.indexOf(COLON, line) + 2;
    const remote = local + digits + 6;
    const queue = remote + digits + 9;
    // Skips the first line, which has the column names.
    if (local > line + 1 && queue + 8 < end && !isZero(table, queue)) {
      const port = table.toString("latin1", local + digits + 1, local + digits + 5);
      const peer = table.toString("latin1", remote, remote + digits + 5);
      held.set(`${port} ${peer}`, Number.parseInt(table.toString("latin1", queue, queue + 8), 16));
    }
    line = end + 1;
  }
}

function isZero(table: Buffer, from: number): boolean {
  for (let at = from; at < from + 8; at += 1) if (table[at] !== ZERO) return false;
  return true;
}

/** The name of a connection in the kernel's tables. */
export function connectionName({ localPort = 0, remoteAddress = "", remotePort = 0 }: Socket): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, "0");
  return `${hex(localPort)} ${kernelAddress(remoteAddress)}:${hex(remotePort)}`;
}

/** Formats an address like the kernel: as 32-bit words in the machine's byte order. */
function kernelAddress(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/i.exec(address);
  const bytes = v4 ? v4.slice(1).map(Number) : sixteenBytes(address);
  const isMapped = v4 !== null && address.includes(":");
  const all = isMapped ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...bytes] : bytes;
  const text = Buffer.from(all);
  if (LITTLE_ENDIAN) text.swap32();
  return text.toString("hex").toUpperCase();
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function sixteenBytes(address: string): number[] {
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const words = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
  const first = words(head);
  const last = tail === undefined ? [] : words(tail);
  const zeros = Array<number>(Math.max(8 - first.length - last.length, 0)).fill(0);
  return [...first, ...zeros, ...last].slice(0, 8).flatMap((word) => [word >> 8, word & 255]);
}
