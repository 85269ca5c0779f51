/** Limits how often passwords and tokens can be guessed. */
export interface SignInGuard {
  /**
   * Runs a check of a password or token, unless the address has failed too often. Waits if the running attempts could,
   * by failing, reach the limit.
   *
   * @param isFailure whether an answer means a wrong guess
   */
  attempt<T>(
    address: string,
    name: string,
    isFailure: (answer: T) => boolean,
    ask: () => Promise<T>,
  ): Promise<Attempt<T>>;
}

/** The answer, or the number of seconds until the address may try again. */
export type Attempt<T> = { readonly answer: T } | { readonly retryAfter: number };

/**
 * The failures allowed within the time window: for an address and name, and for an address in total. Source:
 * docs/mirror.md, "In production".
 */
const PER_NAME = 10;
const PER_ADDRESS = 100;

/** The time window. */
const WINDOW_MS = 60_000;

/** The maximum number of remembered addresses; the least recently active are forgotten first. */
const MAX_ADDRESSES = 10_000;

/** The number of characters of a name that are compared. */
const NAME_LENGTH = 100;

interface Tries {
  /** The failures with their times, oldest first. */
  readonly failures: { readonly at: number; readonly name: string }[];
  readonly underWay: Map<string, number>;
  /** Callbacks waiting for a running attempt. */
  readonly waiting: Set<() => void>;
}

/**
 * Creates a guard that counts failures by address and name, so that nobody can block another user's sign-in.
 *
 * @param now a monotonic clock in milliseconds
 */
export function createSignInGuard(now: () => number = () => performance.now()): SignInGuard {
  const known = new Map<string, Tries>();

  const triesOf = (address: string): Tries => {
    const tries = known.get(address) ?? { failures: [], underWay: new Map<string, number>(), waiting: new Set() };
    known.delete(address);
    known.set(address, tries);
    for (const [oldest, { underWay }] of known) {
      if (known.size <= MAX_ADDRESSES) break;
      if (underWay.size === 0) known.delete(oldest);
    }
    const before = now() - WINDOW_MS;
    while (tries.failures[0] && tries.failures[0].at <= before) tries.failures.shift();
    return tries;
  };
  const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);
  /** The time until which these failures exceed the limit; 0 if they do not. */
  const endOf = (failures: Tries["failures"], limit: number): number => {
    const first = failures.length < limit ? undefined : failures[failures.length - limit];
    return first === undefined ? 0 : first.at + WINDOW_MS;
  };

  /** The time until which an address may not try a name, or 0. Waits if that depends on running attempts. */
  const refusedUntil = async (address: string, name: string, begin: (tries: Tries) => void): Promise<number> => {
    for (;;) {
      const tries = triesOf(address);
      const ofName = tries.failures.filter((failure) => failure.name === name);
      const until = Math.max(endOf(ofName, PER_NAME), endOf(tries.failures, PER_ADDRESS));
      if (until > 0) return until;
      const isFree =
        ofName.length + (tries.underWay.get(name) ?? 0) < PER_NAME &&
        tries.failures.length + sum(tries.underWay.values()) < PER_ADDRESS;
      if (isFree) {
        begin(tries);
        return 0;
      }
      await new Promise<void>((resolve) => tries.waiting.add(resolve));
    }
  };

  return {
    async attempt(address, requested, isFailure, ask) {
      const name = requested.slice(0, NAME_LENGTH);
      let tries: Tries | undefined;
      const until = await refusedUntil(address, name, (own) => {
        own.underWay.set(name, (own.underWay.get(name) ?? 0) + 1);
        tries = own;
      });
      if (!tries) return { retryAfter: Math.max(1, Math.ceil((until - now()) / 1000)) };
      try {
        const answer = await ask();
        if (isFailure(answer)) tries.failures.push({ at: now(), name });
        return { answer };
      } finally {
        const left = (tries.underWay.get(name) ?? 1) - 1;
        if (left === 0) tries.underWay.delete(name);
        else tries.underWay.set(name, left);
        for (const wake of tries.waiting) wake();
        tries.waiting.clear();
      }
    },
  };
}
