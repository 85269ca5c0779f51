import { ownSignal } from "@factorio-lock/disk";
import { PortalError } from "../error.ts";

/** Finds out with a single request whether the portal is reachable, instead of with one for each mod. */
export interface Reach {
  /** Records that a request was sent. */
  asked(): void;
  /** Records that a connection was opened. */
  connected(): void;
  /** Records that a try failed to connect and will be repeated. */
  refused(): void;
  /**
   * Sends a request. Until a connection is open, the first request goes ahead and the others wait for it: only briefly
   * or, if its try failed, until all its tries are over.
   *
   * @throws any error of the request; or the error of the first request, if the portal is unreachable
   */
  ask<T>(question: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** The time in which a connection usually opens or fails. If it takes longer, the other requests are sent too. */
const SHORT_MS = 250;

interface Scout {
  /** The error if the portal is unreachable; undefined if the others may be sent. */
  readonly verdict: Promise<PortalError | undefined>;
  begin(): void;
  end(error?: PortalError): void;
  wait(): void;
}

export function createReach(short: number = SHORT_MS): Reach {
  let isConnected = false;
  let scout: Scout | undefined;

  async function goAhead<T>(question: () => Promise<T>): Promise<T> {
    const own = startScout(short);
    scout = own;
    try {
      const answer = await question();
      isConnected = true;
      return answer;
    } catch (error) {
      if (error instanceof PortalError && error.isUnconnected) own.end(error);
      throw error;
    } finally {
      own.end();
      // Requests queued until the next turn of the event loop still get the same verdict.
      setImmediate(() => {
        if (scout === own) scout = undefined;
      });
    }
  }

  return {
    asked: () => scout?.begin(),
    connected() {
      isConnected = true;
      scout?.end();
    },
    refused: () => scout?.wait(),
    async ask(question, signal) {
      if (isConnected) return question();
      if (!scout) return goAhead(question);
      const error = await unlessAborted(scout.verdict, signal);
      if (error) throw error;
      return question();
    },
  };
}

function startScout(short: number): Scout {
  let end: Scout["end"] = () => {};
  const verdict = new Promise<PortalError | undefined>((resolve) => {
    end = resolve;
  });
  let timer: NodeJS.Timeout | undefined;
  let isRefused = false;
  const wait = (): void => {
    isRefused = true;
    clearTimeout(timer);
  };
  // Waits for one turn of the event loop, so that data that has already arrived is read first.
  const late = (): void => void setImmediate(() => isRefused || end());
  return {
    verdict,
    begin: () => (timer ??= setTimeout(late, short)),
    end(error) {
      clearTimeout(timer);
      end(error);
    },
    wait,
  };
}

/** Waits for a promise or until the signal aborts, upon which the request itself fails. */
async function unlessAborted<T>(wait: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (!signal) return wait;
  const own = ownSignal(signal);
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(undefined);
    if (own.aborted) onAbort();
    own.addEventListener("abort", onAbort);
    void wait.then((value) => {
      own.removeEventListener("abort", onAbort);
      resolve(value);
    });
  });
}
