import { readFile } from "node:fs/promises";

/**
 * The bytes that this system holds for each TCP connection and that the other side has not taken yet, by the other side's
 * address and port as the kernel writes them. Undefined if the system does not tell.
 */
export async function unacknowledged(): Promise<ReadonlyMap<string, number> | undefined> {
  if (process.platform !== "linux") return undefined;
  try {
    const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "latin1")));
    return new Map(tables.flatMap((table) => parseTable(table)));
  } catch {
    return undefined;
  }
}

/** `sl local_address rem_address st tx_queue:rx_queue …`: proc_net_tcp in the kernel's documentation. */
function parseTable(table: string): [peer: string, bytes: number][] {
  const held: [string, number][] = [];
  for (const [, local, remote, bytes] of table.matchAll(
    /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) [0-9A-F]{2} (?!0{8})([0-9A-F]{8}):/gm,
  )) {
    held.push([`${local} ${remote}`, Number.parseInt(bytes as string, 16)]);
  }
  return held;
}

/**
 * A connection as `unacknowledged` names it.
 *
 * @param port ours
 */
export function connectionName(port: number, remoteAddress: string, remotePort: number): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, "0");
  return `${hex(port)} ${kernelAddress(remoteAddress)}:${hex(remotePort)}`;
}

/** Addresses are written as words of 32 bits in the machine's own byte order. */
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
