import { PortalError } from "@factorio-lock/portal";

/** Remembers for a moment that the portal behind the mirror is down, so that not every request waits for it. */
export interface Outage {
  /**
   * Asks the portal; undefined when it is down (it could not be reached, or answered with 429 or 5xx, now or a moment ago)
   * or its answer makes no sense. Nonsense is a fault of that one request: others are asked all the same.
   *
   * @throws whatever else `ask` throws
   */
  attempt<T>(ask: () => Promise<T>): Promise<{ readonly answer: T } | undefined>;
}

/** Milliseconds from a failure to the next request. */
const PAUSE = 2_000;

/** @param onTrouble called once for each outage, and for each answer that makes no sense */
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
          until = performance.now() + PAUSE;
          return undefined;
        }
        if (!isNonsense(error)) throw error;
        onTrouble(`The portal behind the mirror gave an answer that makes no sense: ${error.message}`);
        return undefined;
      }
    },
  };
}

/** Whether the portal answered, and not with a refusal, but with what cannot be understood. */
function isNonsense({ code, status }: PortalError): boolean {
  return code === "PORTAL_ERROR" && (status === undefined || status < 400);
}
