import { ownSignal } from "@factorio-lock/disk";
import { PortalError } from "../error.ts";

/** Whether there is a way to the portal at all: found out by one request, not by as many as there are mods. */
export interface Reach {
  /** Takes note that a request is on its way. */
  asked(): void;
  /** Takes note that a connection came about. */
  connected(): void;
  /** Takes note that an attempt did not get through, and that another follows. */
  refused(): void;
  /**
   * Sends a request. Until the first connection came about one goes ahead, and the others wait for that: shortly, unless
   * it was refused; then until all its tries are over.
   *
   * @throws what the request throws; the error of the one that went ahead, where there is no way
   */
  ask<T>(question: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** Milliseconds in which a connection comes about or is refused. Where it takes longer, the others are asked meanwhile. */
const SHORT = 250;

interface Scout {
  /** The error where there is no way; undefined where the others may go. */
  readonly verdict: Promise<PortalError | undefined>;
  begin(): void;
  end(error?: PortalError): void;
  wait(): void;
}

export function createReach(short: number = SHORT): Reach {
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
      // Those that were queued behind the others get the same answer.
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
  // Data that has arrived in the meantime is read before a timer counts.
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

/** Waits no longer than until the signal fires: the request then heeds it. */
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
