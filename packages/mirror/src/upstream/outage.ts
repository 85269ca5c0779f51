import { PortalError } from "@factorio-lock/portal";

/** Remembers for a moment that the portal behind the mirror is down, so that not every request waits for it. */
export interface Outage {
  /**
   * Asks the portal; undefined when it is down: it could not be reached, or answered with 429 or 5xx, now or a moment ago.
   *
   * @throws whatever else `ask` throws
   */
  attempt<T>(ask: () => Promise<T>): Promise<{ readonly answer: T } | undefined>;
  isDown(): boolean;
}

/** Milliseconds from a failure to the next question. */
const PAUSE = 2_000;

export function createOutage(onDown: (error: PortalError) => void): Outage {
  let until = 0;
  const isDown = (): boolean => performance.now() < until;
  return {
    isDown,
    async attempt(ask) {
      if (isDown()) return undefined;
      try {
        return { answer: await ask() };
      } catch (error) {
        if (!(error instanceof PortalError) || !isTrouble(error)) throw error;
        if (!isDown()) onDown(error);
        until = performance.now() + PAUSE;
        return undefined;
      }
    },
  };
}

/** Whether the failure is the portal's (it is unreachable, overloaded, or answers nonsense), not the question's. */
function isTrouble(error: PortalError): boolean {
  if (error.transient || error.code === "PORTAL_UNREACHABLE") return true;
  return error.code === "PORTAL_ERROR" && (error.status === undefined || error.status < 400);
}
