import type { Socket } from "node:net";
import { addressGroup } from "./client-address.ts";
import type { Limits } from "./limits.ts";
import { type AskUnacknowledged, connectionName, unacknowledgedOn } from "./unacknowledged.ts";

/**
 * Bounds the data that the system buffers for clients that do not read. A system may buffer megabytes for each connection, which
 * is memory of the machine; with windows, no connection runs further ahead of its client than its window.
 */
export interface SendWindows {
  /** Bytes that may be written to a connection now; 0 if its client has to receive some first. */
  open(socket: Socket): number;
  /** Waits until `open` is above 0; false when the connection has ended. */
  room(socket: Socket): Promise<boolean>;
  /** Bytes that clients may not have received yet, beyond the first window of each. */
  ahead(): number;
  close(): void;
}

/** Bytes that may be written to any connection before its client has received some. */
const FIRST = 64 * 1024;

/** A client that receives this much between two checks is reading: its system alone buffers less. Bytes. */
const READS = 160 * 1024;

/** So is one that has received this much in all, and some since the last check. Bytes. */
const PROVEN = 256 * 1024;

/** The windows of a client that received something between two checks, and of one that received nothing. Bytes. */
const MOVES = 64 * 1024;
const STALLED = 32 * 1024;

/** No system buffers more for one connection, so everything older has been received. Linux: `tcp_wmem`. Bytes. */
const MOST_HELD = 4 * 1024 * 1024;

/** The fraction of the remaining memory for a client that reads, and a smaller one for a client not yet known. */
const PART = 4;
const NEW_PART = 8;

/**
 * The fraction of all memory for those clients of one address together that have not been seen to read: enough for dozens of
 * them to show that they do before they are held up, and little enough that thousands leave the others theirs.
 */
const ADDRESS_PART = 8;

/** The fraction of all memory that stalled clients may keep, so that enough is left for new ones. */
const STALLED_PART = 4;

/** Milliseconds between checks that are made only for stalled clients. */
const PAUSE = 1_000;

/** A check takes time in proportion to the machine's connections: the pause after it is this many times as long. */
const REST = 9;

/** The longest such pause, since a check takes long on a busy machine, too. Milliseconds. */
const LONGEST_PAUSE = 250;

/** Milliseconds after which a stalled client gives up its bytes beyond `FIRST` for others. */
const PATIENCE = 2_000;

/** The state of one connection. There may be thousands of them, so that it holds nothing that is not needed yet. */
interface Entry {
  readonly socket: Socket;
  /** The key of its peer's address. */
  readonly group: string;
  /** As the system names it; made when the system is first asked. */
  name: string | undefined;
  /** Bytes that the client had received at the last check. */
  taken: number;
  pace: "new" | "reads" | "moves" | "stalls";
  stalledSince: number | undefined;
  /** Bytes beyond `FIRST`, as counted in the sum. */
  ahead: number;
  /** Those who wait for it. */
  waiting: (() => void)[] | undefined;
}

/**
 * Asks the system how much clients have received (Linux only) whenever one of them has used up its window. On
 * other systems windows are as wide as the system's own buffers.
 *
 * @param ask null where the system does not tell
 */
export function createSendWindows(
  { bytesAhead }: Pick<Limits, "bytesAhead">,
  ask: AskUnacknowledged | null = unacknowledgedOn(),
): SendWindows {
  const entries = new WeakMap<Socket, Entry>();
  /** The connections that are worth a check. */
  const watched = new Set<Entry>();
  let sum = 0;
  /** The part of the sum of clients that have not been seen to read, by address. */
  const unseen = new Map<string, number>();
  let isBlind = ask === null;
  let isClosed = false;

  const unproven = ({ socket, taken }: Entry): number => Math.min(socket.bytesWritten - taken, MOST_HELD);
  const addUnseen = (group: string, bytes: number): void => {
    const all = (unseen.get(group) ?? 0) + bytes;
    if (all > 0) unseen.set(group, all);
    else unseen.delete(group);
  };
  const setPace = (entry: Entry, pace: Entry["pace"]): void => {
    if (entry.pace !== "reads") addUnseen(entry.group, -entry.ahead);
    entry.pace = pace;
    if (pace !== "reads") addUnseen(entry.group, entry.ahead);
  };
  const count = (entry: Entry, bytes = entry.socket.destroyed ? 0 : unproven(entry)): number => {
    const ahead = Math.max(bytes - FIRST, 0);
    sum += ahead - entry.ahead;
    if (entry.pace !== "reads") addUnseen(entry.group, ahead - entry.ahead);
    entry.ahead = ahead;
    if (ahead > 0) watched.add(entry);
    else if (!entry.waiting) watched.delete(entry);
    return bytes;
  };
  const widthOf = ({ pace, ahead, group }: Entry): number => {
    if (pace === "stalls") return STALLED;
    if (pace === "moves") return MOVES;
    const left = bytesAhead - sum + ahead;
    if (pace === "reads") return FIRST + Math.max(Math.floor(left / PART), 0);
    const leftAtAddress = bytesAhead / ADDRESS_PART - (unseen.get(group) ?? 0) + ahead;
    return FIRST + Math.max(Math.floor(Math.min(left / NEW_PART, leftAtAddress)), 0);
  };
  const openOf = (entry: Entry): number => {
    if (isBlind) return Number.POSITIVE_INFINITY;
    const bytes = count(entry);
    return Math.max(widthOf(entry) - bytes, 0);
  };

  const judge = (entry: Entry, handed: number, held: number, now: number): void => {
    const since = handed - held - entry.taken;
    entry.taken = Math.max(handed - held, entry.taken);
    const reads = since >= READS || (since > 0 && entry.taken >= PROVEN);
    if (since <= 0 && held > 0) setPace(entry, "stalls");
    else if (reads) setPace(entry, "reads");
    else if (since > 0 && entry.pace !== "reads") setPace(entry, "moves");
    entry.stalledSince = entry.pace === "stalls" ? (entry.stalledSince ?? now) : undefined;
    count(entry);
  };
  /** Ends the connections that have stalled longest, as long as stalled ones hold too much memory. */
  const makeRoom = (now: number): void => {
    const stalled = [...watched].filter(({ ahead, stalledSince }) => ahead > 0 && stalledSince !== undefined);
    stalled.sort((a, b) => (a.stalledSince ?? 0) - (b.stalledSince ?? 0));
    let theirs = stalled.reduce((bytes, { ahead }) => bytes + ahead, 0);
    for (const entry of stalled) {
      if (theirs <= bytesAhead / STALLED_PART || now - (entry.stalledSince ?? now) < PATIENCE) return;
      theirs -= entry.ahead;
      entry.socket.resetAndDestroy();
      count(entry, 0);
    }
  };
  const wake = (entry: Entry): void => {
    const { waiting = [] } = entry;
    entry.waiting = undefined;
    for (const one of waiting) one();
  };

  let looking = false;
  let lookedAt = 0;
  let cost = 0;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    timer = undefined;
    timerAt = Number.POSITIVE_INFINITY;
    looking = true;
    const began = performance.now();
    const handed = [...watched].map((entry) => [entry, entry.socket.bytesWritten] as const);
    const held = await ask?.();
    const now = performance.now();
    looking = false;
    lookedAt = now;
    cost = now - began;
    isBlind = held === undefined;
    for (const [entry, bytes] of handed) {
      if (held && !entry.socket.destroyed) judge(entry, bytes, held.get(nameOf(entry)) ?? 0, now);
    }
    makeRoom(now);
    for (const entry of watched) {
      if (isBlind || openOf(entry) > 0 || entry.socket.destroyed) wake(entry);
      else if (entry.waiting) lookSoon(entry);
    }
  };
  const lookSoon = ({ pace }: Entry): void => {
    if (looking || isClosed) return;
    const pause = Math.min(cost * REST, LONGEST_PAUSE);
    const at = lookedAt + (pace === "stalls" ? Math.max(PAUSE, pause) : pause);
    if (at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => void look(), Math.max(at - performance.now(), 0)).unref();
  };

  const entryOf = (socket: Socket): Entry => {
    const known = entries.get(socket);
    if (known) return known;
    const entry: Entry = {
      socket,
      group: addressGroup(socket.remoteAddress ?? ""),
      name: undefined,
      taken: 0,
      pace: "new",
      stalledSince: undefined,
      ahead: 0,
      waiting: undefined,
    };
    entries.set(socket, entry);
    socket.on("close", () => {
      count(entry, 0);
      watched.delete(entry);
      wake(entry);
    });
    return entry;
  };
  return {
    open: (socket) => openOf(entryOf(socket)),
    room(socket) {
      const entry = entryOf(socket);
      return new Promise((resolve) => {
        const look = (): void => {
          if (socket.destroyed) return resolve(false);
          if (openOf(entry) > 0) return resolve(true);
          entry.waiting ??= [];
          entry.waiting.push(look);
          watched.add(entry);
          lookSoon(entry);
        };
        look();
      });
    },
    ahead: () => sum,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

function nameOf(entry: Entry): string {
  entry.name ??= connectionName(entry.socket);
  return entry.name;
}
