/** Bounds how often passwords and tokens can be guessed. */
export interface SignInGuard {
  /**
   * Asks whether a password or token is right, unless the address has failed too often. Waits while attempts under way
   * would, if they fail, use up what is left.
   *
   * @param isFailure whether an answer is that of a wrong guess
   */
  attempt<T>(
    address: string,
    name: string,
    isFailure: (answer: T) => boolean,
    ask: () => Promise<T>,
  ): Promise<Attempt<T>>;
}

/** The answer, or the seconds until the address may try again. */
export type Attempt<T> = { readonly answer: T } | { readonly retryAfter: number };

/**
 * Failures that are allowed within `WINDOW`: of one address for one name, and of one address. Source: docs/mirror.md,
 * "In production".
 */
const PER_NAME = 10;
const PER_ADDRESS = 100;

/** Milliseconds. */
const WINDOW = 60_000;

/** Addresses that are remembered; those that have been quiet longest are forgotten first. */
const REMEMBERED = 10_000;

/** Characters of a name by which it is counted. */
const NAME_LENGTH = 100;

interface Tries {
  /** Times of failures, oldest first. */
  readonly failures: { readonly at: number; readonly name: string }[];
  readonly underWay: Map<string, number>;
  /** Those who wait for an attempt under way. */
  readonly waiting: Set<() => void>;
}

/**
 * Counts failures by address and name, so that nobody can keep another one from signing in.
 *
 * @param now milliseconds on a steady clock
 */
export function createSignInGuard(now: () => number = () => performance.now()): SignInGuard {
  const known = new Map<string, Tries>();

  const triesOf = (address: string): Tries => {
    const tries = known.get(address) ?? { failures: [], underWay: new Map<string, number>(), waiting: new Set() };
    known.delete(address);
    known.set(address, tries);
    for (const [oldest, { underWay }] of known) {
      if (known.size <= REMEMBERED) break;
      if (underWay.size === 0) known.delete(oldest);
    }
    const before = now() - WINDOW;
    while (tries.failures[0] && tries.failures[0].at <= before) tries.failures.shift();
    return tries;
  };
  const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);
  /** When the failure ends that makes these too many; 0 while they are fewer. */
  const endOf = (failures: Tries["failures"], limit: number): number => {
    const first = failures.length < limit ? undefined : failures[failures.length - limit];
    return first === undefined ? 0 : first.at + WINDOW;
  };

  /** Until when an address may not try a name; waits where that is not clear yet. */
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
    async attempt(address, asked, isFailure, ask) {
      const name = asked.slice(0, NAME_LENGTH);
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
