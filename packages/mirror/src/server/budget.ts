import type { Limits } from "./limits.ts";

/** The memory that bodies on their way to clients take, bounded for all together and for each address. */
export interface Budget {
  /**
   * Opens an account for one answer.
   *
   * @param giveUp ends the answer's connection, upon which the account must be closed
   */
  open(address: string, giveUp: () => void): Account;
  /**
   * Takes a piece of the budget. The more is taken by all, the smaller are the pieces, so that many clients that stand
   * still leave enough for those that do not.
   *
   * @param most bytes of a piece that is wanted
   * @returns the bytes of the piece, `LEAST` times a power of two; 0 if there is no room, or the account is closed
   */
  take(account: Account, most?: number): number;
  /** Waits until there is room for a piece, which another one may take first; false when the account is closed. */
  room(account: Account): Promise<boolean>;
  /** Gives back the bytes of a piece. */
  giveBack(account: Account, bytes: number): void;
  /** Takes a body that lies in memory as a whole, counted once for all answers that send it; false if it does not fit. */
  share(account: Account, body: Buffer): boolean;
  /** Gives back everything that an account has. */
  close(account: Account): void;
  /** Whether a body that lies in memory as a whole could be sent to an address now. */
  fits(address: string, body: Buffer): boolean;
  /** Bytes that are taken. */
  taken(): number;
  /** Gives up the answers that have stalled longest, where others wait for what they hold. */
  makeRoom(): void;
}

/** One answer's share of the budget. There may be thousands, so that it is a plain record. */
export interface Account {
  readonly address: string;
  readonly giveUp: () => void;
  /** When the client began to let bytes wait, on the clock of `performance`; undefined while nothing waits for it. */
  stalledSince: number | undefined;
  /** Kept by the budget. */
  held: number;
  isClosed: boolean;
  shared: Buffer[] | undefined;
  stopWaiting: (() => void) | undefined;
}

/** Bytes of a piece, at the least and at the most. */
export const LEAST: number = 4 * 1024;
export const MOST: number = 128 * 1024;

/** A piece is no more than this part of what is left. */
const PART = 128;

/** Milliseconds after which an answer that stalls gives way to one that waits. */
const PATIENCE = 1_000;

interface Share {
  readonly address: string;
  readonly bytes: number;
  users: number;
}

/** A budget of so many bytes. */
export function createBudget(limits: Pick<Limits, "bytesInFlight" | "bytesPerAddress">): Budget {
  const { bytesInFlight, bytesPerAddress } = limits;
  const accounts = new Set<Account>();
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
    let longest: Account | undefined;
    let since = performance.now() - PATIENCE;
    for (const account of accounts) {
      if (account.address !== full || account.held === 0) continue;
      if (account.stalledSince === undefined || account.stalledSince >= since) continue;
      longest = account;
      since = account.stalledSince;
    }
    longest?.giveUp();
  };

  return {
    open(address, giveUp) {
      const account: Account = {
        address,
        giveUp,
        stalledSince: undefined,
        held: 0,
        isClosed: false,
        shared: undefined,
        stopWaiting: undefined,
      };
      accounts.add(account);
      return account;
    },
    take(account, most = MOST) {
      const left = leftFor(account.address);
      if (account.isClosed || left < LEAST) return 0;
      const wanted = Math.min(left / PART, most, MOST);
      let piece = LEAST;
      while (piece * 2 <= wanted) piece *= 2;
      account.held += piece;
      add(account.address, piece);
      return piece;
    },
    async room(account) {
      const { address } = account;
      if (account.isClosed) return false;
      if (leftFor(address) >= LEAST) return true;
      await new Promise<void>((resolve) => {
        const one = { address, wake: resolve };
        account.stopWaiting = () => {
          waiting.delete(one);
          resolve();
        };
        waiting.add(one);
        giveUpFor(address);
      });
      account.stopWaiting = undefined;
      return !account.isClosed;
    },
    giveBack(account, bytes) {
      if (account.isClosed) return;
      account.held -= bytes;
      remove(account.address, bytes);
    },
    share(account, body) {
      const { address } = account;
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
      account.held += share.bytes;
      account.shared ??= [];
      account.shared.push(body);
      return true;
    },
    close(account) {
      if (account.isClosed) return;
      account.isClosed = true;
      accounts.delete(account);
      account.stopWaiting?.();
      for (const body of account.shared ?? []) {
        const share = shares.get(body) as Share;
        share.users -= 1;
        account.held -= share.bytes;
        if (share.users > 0) continue;
        shares.delete(body);
        remove(share.address, share.bytes);
      }
      remove(account.address, account.held);
    },
    fits: (address, body) => shares.has(body) || body.length <= leftFor(address),
    taken: () => total,
    makeRoom() {
      for (const address of new Set([...waiting].map((one) => one.address))) giveUpFor(address);
    },
  };
}
