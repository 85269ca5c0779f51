import type { Socket } from "node:net";
import type { Limits } from "./limits.ts";
import { type AskUnacknowledged, connectionName, unacknowledgedOn } from "./unacknowledged.ts";

/** An answer being sent, with the data for measuring its client's speed. */
export interface Reader {
  readonly socket: Socket;
  /** The bytes that the system has accepted for the client. */
  handed: number;
  /** The total time, in milliseconds, that bytes have waited for the client, before `stalledSince`. */
  waited: number;
  /** Since when bytes have been waiting for the client; undefined if none are. */
  stalledSince: number | undefined;
  readonly giveUp: () => void;
  /** Its state at the last measurement. */
  mark: { readonly waited: number; readonly taken: number } | undefined;
}

/** Disconnects clients that read more slowly than the minimum rate while bytes are waiting for them. */
export interface SlowReaders {
  watch(reader: Reader): void;
  forget(reader: Reader): void;
  close(): void;
}

/** The number of checks within the time over which the speed is measured. */
const CHECKS_PER_WINDOW = 6;

/**
 * Monitors the speed of clients. Time counts only while bytes wait for the client, not while the client waits for us.
 * If the system reports its buffered bytes (Linux does), only bytes received by the client itself count: a system may
 * accept megabytes for a client that reads nothing, and then nothing for minutes for one that reads slowly but
 * steadily.
 *
 * @param onCheck called on each check
 * @param ask reads the unacknowledged bytes; null if the system does not provide them
 */
export function watchSlowReaders(
  { slowestRate, slowWindow }: Pick<Limits, "slowestRate" | "slowWindow">,
  onCheck: () => void,
  ask: AskUnacknowledged | null = unacknowledgedOn(),
): SlowReaders {
  const readers = new Set<Reader>();
  const pause = slowWindow / CHECKS_PER_WINDOW;
  const least = (slowestRate * slowWindow) / 1000;

  const waitedBy = ({ waited, stalledSince }: Reader, now: number): number =>
    waited + (stalledSince === undefined ? 0 : now - stalledSince);
  const isDue = (reader: Reader, now: number): boolean =>
    reader.mark === undefined
      ? reader.stalledSince !== undefined && now - reader.stalledSince >= pause
      : waitedBy(reader, now) - reader.mark.waited >= slowWindow;

  const check = async (): Promise<void> => {
    onCheck();
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

  let checking: Promise<void> = Promise.resolve();
  const interval = setInterval(() => {
    checking = checking.then(check);
  }, pause).unref();
  return {
    watch: (reader) => void readers.add(reader),
    forget: (reader) => void readers.delete(reader),
    close: () => clearInterval(interval),
  };
}
