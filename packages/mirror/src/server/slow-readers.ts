import type { Socket } from "node:net";
import type { Limits } from "./limits.ts";
import { type AskUnacknowledged, connectionName, unacknowledgedOn } from "./unacknowledged.ts";

/** One answer on its way, as far as its client's pace is concerned. */
export interface Reader {
  readonly socket: Socket;
  /** Bytes that the system has taken for the client. */
  handed: number;
  /** Milliseconds, until `stalledSince`, that bytes have waited for the client in all. */
  waited: number;
  /** Since when bytes wait for it; undefined while nothing does. */
  stalledSince: number | undefined;
  readonly giveUp: () => void;
  /** Its state when its pace was measured last. */
  mark: { readonly waited: number; readonly taken: number } | undefined;
}

/** Disconnects clients that read more slowly than the minimum rate although there are bytes for them. */
export interface SlowReaders {
  watch(reader: Reader): void;
  forget(reader: Reader): void;
  close(): void;
}

/** How often a client's pace is checked within the time over which it is measured. */
const LOOKS = 6;

/**
 * Time counts only while bytes wait for the client, not while it waits for us. Where the system tells what it holds back
 * for a client (Linux does), only what the client itself has taken counts: a system may take megabytes for a client that
 * reads nothing, and then nothing for minutes for one that reads all the time, but slowly.
 *
 * @param onLook called at each check
 * @param ask null where the system does not tell
 */
export function watchSlowReaders(
  { slowestRate, slowWindow }: Pick<Limits, "slowestRate" | "slowWindow">,
  onLook: () => void,
  ask: AskUnacknowledged | null = unacknowledgedOn(),
): SlowReaders {
  const readers = new Set<Reader>();
  const pause = slowWindow / LOOKS;
  const least = (slowestRate * slowWindow) / 1000;

  const waitedBy = ({ waited, stalledSince }: Reader, now: number): number =>
    waited + (stalledSince === undefined ? 0 : now - stalledSince);
  const isDue = (reader: Reader, now: number): boolean =>
    reader.mark === undefined
      ? reader.stalledSince !== undefined && now - reader.stalledSince >= pause
      : waitedBy(reader, now) - reader.mark.waited >= slowWindow;

  const look = async (): Promise<void> => {
    onLook();
    const now = performance.now();
    const due = [...readers].filter((reader) => isDue(reader, now));
    if (due.length === 0) return;
    const held = await ask?.();
    for (const reader of due) {
      if (!readers.has(reader)) continue;
      const taken = reader.handed - (held?.get(connectionName(reader.socket)) ?? 0);
      const { mark } = reader;
      reader.mark = { waited: waitedBy(reader, now), taken };
      if (mark && taken - mark.taken < least) reader.giveUp();
    }
  };

  let looking: Promise<void> = Promise.resolve();
  const interval = setInterval(() => {
    looking = looking.then(look);
  }, pause).unref();
  return {
    watch: (reader) => void readers.add(reader),
    forget: (reader) => void readers.delete(reader),
    close: () => clearInterval(interval),
  };
}
