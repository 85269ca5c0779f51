/** Tells the owner what fails, and not a thousand times a second. */
export interface Troubles {
  /** @param kind what is reported once in a while, however often it happens */
  report(kind: string, message: string): void;
}

/** Milliseconds for which a kind of trouble is not told again. */
const PAUSE = 30_000;

export function createTroubles(tell: (message: string) => void): Troubles {
  const toldAt = new Map<string, number>();
  return {
    report(kind, message) {
      const now = performance.now();
      if (now - (toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE) return;
      toldAt.set(kind, now);
      tell(message);
    },
  };
}
