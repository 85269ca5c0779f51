import type { Limits } from "./limits.ts";

/** Limits the memory for bodies being sent, in total and for each client address. */
export interface Budget {
  /**
   * Opens an account for an answer.
   *
   * @param giveUp ends the answer's connection; the account must be closed then
   */
  open(address: string, giveUp: () => void): Account;
  /**
   * Takes a piece of the budget. The more of the budget is used, the smaller the pieces, so that many stalled clients
   * leave enough for the others.
   *
   * @param most how many bytes are needed
   * @returns the size of the piece, `MIN_PIECE` times a power of two, and at most the first such size that holds `most`; 0 if
   *   there is no room, or the account is closed
   */
  take(account: Account, most?: number): number;
  /**
   * Waits until there is room for a piece, although another account may take it first. False if the account is closed.
   */
  room(account: Account): Promise<boolean>;
  /** Returns the bytes of a piece. */
  giveBack(account: Account, bytes: number): void;
  /**
   * Takes the size of a whole in-memory body, which is counted once for all answers that send it. False if it does not
   * fit.
   */
  share(account: Account, body: Buffer): boolean;
  /** Closes an account and returns all its bytes. */
  close(account: Account): void;
  /** Whether a whole in-memory body could be sent to an address now. */
  fits(address: string, body: Buffer): boolean;
  /** The number of bytes in use. */
  taken(): number;
  /** Ends the answers that have stalled longest, if others are waiting for their bytes. */
  makeRoom(): void;
}

/** An answer's share of the budget. A plain record, since there may be thousands. */
export interface Account {
  readonly address: string;
  readonly giveUp: () => void;
  /** Since when bytes have been waiting for the client (`performance.now()`); undefined if none are. */
  stalledSince: number | undefined;
  /** Managed by the budget. */
  held: number;
  isClosed: boolean;
  shared: Buffer[] | undefined;
  stopWaiting: (() => void) | undefined;
}

/** The minimum and maximum size of a piece in bytes. */
export const MIN_PIECE: number = 4 * 1024;
export const MAX_PIECE: number = 512 * 1024;

/** A piece takes at most one part in this many of the remaining budget. */
const PART = 64;

/** An answer that has stalled for this long may be ended for one that is waiting. */
const PATIENCE_MS = 1_000;

interface Share {
  readonly address: string;
  readonly bytes: number;
  users: number;
}

/** Creates a budget. */
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

  /** Wakes waiting accounts, longest-waiting first, skipping those whose address has nothing left. */
  const serveWaiting = (): void => {
    let left = bytesInFlight - total;
    for (const one of waiting) {
      if (left < MIN_PIECE) return;
      if (leftAt(one.address) < MIN_PIECE) continue;
      left -= MIN_PIECE;
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
  /**
   * Ends the longest-stalled answer of the address that blocks the given one: itself if it is full, or else the
   * heaviest.
   */
  const giveUpFor = (address: string): void => {
    const full = leftAt(address) < MIN_PIECE ? address : heaviestAddress();
    let longest: Account | undefined;
    let since = performance.now() - PATIENCE_MS;
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
    take(account, most = MAX_PIECE) {
      const left = leftFor(account.address);
      if (account.isClosed || left < MIN_PIECE) return 0;
      const allowed = Math.min(left / PART, MAX_PIECE);
      let piece = MIN_PIECE;
      // One piece with room to spare rather than several small ones: each costs a read and a write.
      while (piece < most && piece * 2 <= allowed) piece *= 2;
      account.held += piece;
      add(account.address, piece);
      return piece;
    },
    async room(account) {
      const { address } = account;
      if (account.isClosed) return false;
      if (leftFor(address) >= MIN_PIECE) return true;
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
      // A body larger than any address's limit is allowed if no other such body is being sent.
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
