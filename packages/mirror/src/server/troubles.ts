/** Reports failures to the owner, each kind at a limited rate. */
export interface Troubles {
  /** @param kind the kind of trouble, each of which is reported at most once in 30 seconds */
  report(kind: string, message: string): void;
}

/** The time during which a kind of trouble is not reported again. */
const PAUSE_MS = 30_000;

export function createTroubles(report: (message: string) => void): Troubles {
  const reportedAt = new Map<string, number>();
  return {
    report(kind, message) {
      const now = performance.now();
      if (now - (reportedAt.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return;
      reportedAt.set(kind, now);
      report(message);
    },
  };
}
