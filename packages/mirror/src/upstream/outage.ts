import { PortalError } from "@factorio-lock/portal";

/** Remembers for a moment that the upstream portal is down, so that not every request waits for it. */
export interface Outage {
  /**
   * Sends a request to the portal. Returns undefined if the portal is down (unreachable, or answered with 429 or 5xx,
   * now or a moment ago), or if its answer is malformed. A malformed answer does not affect other requests.
   *
   * @throws any other error from `ask`
   */
  attempt<T>(ask: () => Promise<T>): Promise<{ readonly answer: T } | undefined>;
}

/** The time from a failure to the next request. */
const PAUSE_MS = 2_000;

/** @param onTrouble called once for each outage, and for each malformed answer */
export function createOutage(onTrouble: (message: string) => void): Outage {
  let until = 0;
  const isDown = (): boolean => performance.now() < until;
  return {
    async attempt(ask) {
      if (isDown()) return undefined;
      try {
        return { answer: await ask() };
      } catch (error) {
        if (!(error instanceof PortalError)) throw error;
        if (error.transient || error.code === "PORTAL_UNREACHABLE") {
          if (!isDown()) onTrouble(`The portal behind the mirror is down: ${error.message}`);
          until = performance.now() + PAUSE_MS;
          return undefined;
        }
        if (!isMalformed(error)) throw error;
        onTrouble(`The portal behind the mirror gave an answer that makes no sense: ${error.message}`);
        return undefined;
      }
    },
  };
}

/** Whether the portal sent a malformed answer, as opposed to an error status. */
function isMalformed({ code, status }: PortalError): boolean {
  return code === "PORTAL_ERROR" && (status === undefined || status < 400);
}
