/** Reports failures to the owner, each kind at a limited rate. */
export interface Troubles {
  /** @param kind the kind of trouble that is reported once in a while, however often it happens */
  report(kind: string, message: string): void;
}

/** Milliseconds for which a kind of trouble is not reported again. */
const PAUSE = 30_000;

export function createTroubles(report: (message: string) => void): Troubles {
  const reportedAt = new Map<string, number>();
  return {
    report(kind, message) {
      const now = performance.now();
      if (now - (reportedAt.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE) return;
      reportedAt.set(kind, now);
      report(message);
    },
  };
}
