import type { Limits } from "./limits.ts";

/** The memory that bodies on their way to clients take, bounded for all together and for each address. */
export interface Budget {
  /**
   * Opens an account for one answer.
   *
   * @param giveUp ends the answer's connection, upon which the account must be closed
   */
  open(address: string, giveUp: () => void): Account;
  /** Bytes that are taken. */
  taken(): number;
  /** Gives up the answers that have stalled longest, where others wait for what they hold. */
  makeRoom(): void;
}

/** One answer's share of the budget. */
export interface Account {
  /**
   * Takes a piece of the budget. The more is taken by all, the smaller are the pieces, so that many clients that stand
   * still leave enough for those that do not.
   *
   * @param most bytes of a piece that is wanted
   * @returns the bytes of the piece, `LEAST` times a power of two; 0 if there is no room, or the account is closed
   */
  take(most?: number): number;
  /** Waits until there is room for a piece, which another one may take first; false when the account is closed. */
  room(): Promise<boolean>;
  /** Gives back the bytes of a piece. */
  giveBack(bytes: number): void;
  /** Takes a body that lies in memory as a whole, counted once for all answers that send it; false if it does not fit. */
  share(body: Buffer): boolean;
  /** When the client began to let bytes wait, on the clock of `performance`; undefined while nothing waits for it. */
  stalledSince: number | undefined;
  /** Gives everything back. */
  close(): void;
}

/** Bytes of a piece, at the least and at the most. */
export const LEAST: number = 4 * 1024;
export const MOST: number = 128 * 1024;

/** A piece is no more than this part of what is left. */
const PART = 128;

/** Milliseconds after which an answer that stalls gives way to one that waits. */
const PATIENCE = 1_000;

interface Entry extends Account {
  readonly address: string;
  readonly giveUp: () => void;
  held: number;
}

interface Share {
  readonly address: string;
  readonly bytes: number;
  users: number;
}

/** A budget of so many bytes. */
export function createBudget(limits: Pick<Limits, "bytesInFlight" | "bytesPerAddress">): Budget {
  const { bytesInFlight, bytesPerAddress } = limits;
  const entries = new Set<Entry>();
  const perAddress = new Map<string, number>();
  const shares = new Map<Buffer, Share>();
  const waiting = new Set<{ readonly address: string; wake(): void }>();
  let total = 0;

  const add = (address: string, bytes: number): void => {
    total += bytes;
    const taken = (perAddress.get(address) ?? 0) + bytes;
    if (taken > 0) perAddress.set(address, taken);
    else perAddress.delete(address);
  };
  const leftAt = (address: string): number => bytesPerAddress - (perAddress.get(address) ?? 0);
  const leftFor = (address: string): number => Math.min(bytesInFlight - total, leftAt(address));

  /** Those who wait longest first; one whose address has nothing left lets others pass. */
  const serveWaiting = (): void => {
    let left = bytesInFlight - total;
    for (const one of waiting) {
      if (left < LEAST) return;
      if (leftAt(one.address) < LEAST) continue;
      left -= LEAST;
      waiting.delete(one);
      one.wake();
    }
  };
  const remove = (address: string, bytes: number): void => {
    add(address, -bytes);
    if (waiting.size > 0) serveWaiting();
  };

  const heaviestAddress = (): string | undefined => {
    let most: [address: string, bytes: number] | undefined;
    for (const one of perAddress) if (!most || one[1] > most[1]) most = one;
    return most?.[0];
  };
  /** Gives up the answer that has stalled longest at the address whose bytes keep another from what it wants. */
  const giveUpFor = (address: string): void => {
    const full = leftAt(address) < LEAST ? address : heaviestAddress();
    let longest: Entry | undefined;
    let since = performance.now() - PATIENCE;
    for (const entry of entries) {
      if (entry.address !== full || entry.held === 0) continue;
      if (entry.stalledSince === undefined || entry.stalledSince >= since) continue;
      longest = entry;
      since = entry.stalledSince;
    }
    longest?.giveUp();
  };

  const open = (address: string, giveUp: () => void): Account => {
    const shared: Buffer[] = [];
    let isClosed = false;
    let stopWaiting: (() => void) | undefined;
    const entry: Entry = {
      address,
      giveUp,
      held: 0,
      stalledSince: undefined,
      take(most = MOST) {
        const left = leftFor(address);
        if (isClosed || left < LEAST) return 0;
        const wanted = Math.min(left / PART, most, MOST);
        let piece = LEAST;
        while (piece * 2 <= wanted) piece *= 2;
        entry.held += piece;
        add(address, piece);
        return piece;
      },
      async room() {
        if (isClosed) return false;
        if (leftFor(address) >= LEAST) return true;
        await new Promise<void>((resolve) => {
          const one = { address, wake: resolve };
          stopWaiting = () => {
            waiting.delete(one);
            resolve();
          };
          waiting.add(one);
          giveUpFor(address);
        });
        return !isClosed;
      },
      giveBack(bytes) {
        if (isClosed) return;
        entry.held -= bytes;
        remove(address, bytes);
      },
      share(body) {
        const known = shares.get(body);
        // A body that no address could have is let through while nothing else of its size is on its way.
        const isAlone = body.length > bytesPerAddress && ![...shares.values()].some((one) => one.address === "");
        if (!known && !isAlone && body.length > leftFor(address)) {
          giveUpFor(address);
          return false;
        }
        const share = known ?? { address: isAlone ? "" : address, bytes: body.length, users: 0 };
        if (!known) {
          shares.set(body, share);
          add(share.address, share.bytes);
        }
        share.users += 1;
        entry.held += share.bytes;
        shared.push(body);
        return true;
      },
      close() {
        if (isClosed) return;
        isClosed = true;
        entries.delete(entry);
        stopWaiting?.();
        for (const body of shared) {
          const share = shares.get(body) as Share;
          share.users -= 1;
          entry.held -= share.bytes;
          if (share.users > 0) continue;
          shares.delete(body);
          remove(share.address, share.bytes);
        }
        remove(address, entry.held);
      },
    };
    entries.add(entry);
    return entry;
  };

  return {
    open,
    taken: () => total,
    makeRoom() {
      for (const address of new Set([...waiting].map((one) => one.address))) giveUpFor(address);
    },
  };
}
