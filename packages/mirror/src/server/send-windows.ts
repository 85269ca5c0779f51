import type { Socket } from "node:net";
import { addressGroup } from "./client-address.ts";
import type { Limits } from "./limits.ts";
import { type AskUnacknowledged, connectionName, unacknowledgedOn } from "./unacknowledged.ts";

/**
 * Limits the data that the system buffers for clients that do not read. A system may buffer megabytes for each
 * connection; with windows, no connection runs further ahead of its client than its window.
 */
export interface SendWindows {
  /** The number of bytes that may be written to a connection now; 0 if its client must receive some first. */
  open(socket: Socket): number;
  /** Waits until `open` is above 0; false if the connection has ended. */
  room(socket: Socket): Promise<boolean>;
  /** The number of bytes that clients may not have received yet, beyond the first window of each. */
  ahead(): number;
  close(): void;
}

/** The first window: bytes that may be written to any connection before its client has received some. */
const FIRST = 64 * 1024;

/** A client that receives this many bytes between two checks is reading: its system's buffers are smaller. */
const READS = 160 * 1024;

/** So is a client that has received this many bytes in total, and some since the last check. */
const PROVEN = 256 * 1024;

/** The windows, in bytes, of a client that received something between two checks, and of one that received nothing. */
const MOVES = 64 * 1024;
const STALLED = 32 * 1024;

/** The most bytes that a system buffers for a connection (Linux: `tcp_wmem`); anything older has been received. */
const MAX_BUFFERED = 4 * 1024 * 1024;

/** The divisor of the remaining memory for a client that reads, and for a client that is not yet known. */
const PART = 4;
const NEW_PART = 8;

/**
 * The divisor of all memory for the clients of one address that have not been seen reading. Dozens of them can prove
 * that they read before they are slowed down, and thousands leave enough for other addresses.
 */
const ADDRESS_PART = 8;

/** The divisor of all memory for stalled clients, so that enough is left for new ones. */
const STALLED_PART = 4;

/** The interval of checks if only stalled clients are waiting. */
const STALLED_INTERVAL_MS = 1_000;

/** A check takes time proportional to the machine's connections, so the pause after it is this many times as long. */
const PAUSE_FACTOR = 9;

/** The longest such pause, because a check also takes long on a busy machine. */
const MAX_PAUSE_MS = 250;

/** A client that has stalled for this long may be disconnected, if others need its bytes beyond `FIRST`. */
const PATIENCE_MS = 2_000;

/** The state of a connection. There may be thousands, so fields are filled only when needed. */
interface Entry {
  readonly socket: Socket;
  /** The group of its peer's address. */
  readonly group: string;
  /** Its name in the system's tables; computed when first needed. */
  name: string | undefined;
  /** The bytes that the client had received at the last check. */
  taken: number;
  pace: "new" | "reads" | "moves" | "stalls";
  stalledSince: number | undefined;
  /** Its bytes beyond `FIRST`, as counted in the sum. */
  ahead: number;
  /** Callbacks waiting for the window to open. */
  waiting: (() => void)[] | undefined;
}

/**
 * Creates send windows. When a client has used up its window, the system is asked how much clients have received (Linux
 * only). On other systems windows are unlimited.
 *
 * @param ask reads the unacknowledged bytes; null if the system does not provide them
 */
export function createSendWindows(
  { bytesAhead }: Pick<Limits, "bytesAhead">,
  ask: AskUnacknowledged | null = unacknowledgedOn(),
): SendWindows {
  const entries = new WeakMap<Socket, Entry>();
  /** The connections that need checks. */
  const watched = new Set<Entry>();
  let sum = 0;
  /** The part of the sum for clients that have not been seen reading, by address. */
  const unseen = new Map<string, number>();
  let isBlind = ask === null;
  let isClosed = false;

  const unproven = ({ socket, taken }: Entry): number => Math.min(socket.bytesWritten - taken, MAX_BUFFERED);
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

  const updatePace = (entry: Entry, handed: number, held: number, now: number): void => {
    const since = handed - held - entry.taken;
    entry.taken = Math.max(handed - held, entry.taken);
    const reads = since >= READS || (since > 0 && entry.taken >= PROVEN);
    if (since <= 0 && held > 0) setPace(entry, "stalls");
    else if (reads) setPace(entry, "reads");
    else if (since > 0 && entry.pace !== "reads") setPace(entry, "moves");
    entry.stalledSince = entry.pace === "stalls" ? (entry.stalledSince ?? now) : undefined;
    count(entry);
  };
  /** Closes the longest-stalled connections while stalled ones hold too much memory. */
  const makeRoom = (now: number): void => {
    const stalled = [...watched].filter(({ ahead, stalledSince }) => ahead > 0 && stalledSince !== undefined);
    stalled.sort((a, b) => (a.stalledSince ?? 0) - (b.stalledSince ?? 0));
    let theirs = stalled.reduce((bytes, { ahead }) => bytes + ahead, 0);
    for (const entry of stalled) {
      if (theirs <= bytesAhead / STALLED_PART || now - (entry.stalledSince ?? now) < PATIENCE_MS) return;
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

  let isChecking = false;
  let checkedAt = 0;
  let cost = 0;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    timer = undefined;
    timerAt = Number.POSITIVE_INFINITY;
    isChecking = true;
    const began = performance.now();
    const handed = [...watched].map((entry) => [entry, entry.socket.bytesWritten] as const);
    const held = await ask?.();
    const now = performance.now();
    isChecking = false;
    checkedAt = now;
    cost = now - began;
    isBlind = held === undefined;
    for (const [entry, bytes] of handed) {
      if (held && !entry.socket.destroyed) updatePace(entry, bytes, held.get(nameOf(entry)) ?? 0, now);
    }
    makeRoom(now);
    for (const entry of watched) {
      if (isBlind || openOf(entry) > 0 || entry.socket.destroyed) wake(entry);
      else if (entry.waiting) scheduleCheck(entry);
    }
  };
  const scheduleCheck = ({ pace }: Entry): void => {
    if (isChecking || isClosed) return;
    const pause = Math.min(cost * PAUSE_FACTOR, MAX_PAUSE_MS);
    const at = checkedAt + (pace === "stalls" ? Math.max(STALLED_INTERVAL_MS, pause) : pause);
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
          scheduleCheck(entry);
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
