import type { FetchEvent } from "@factorio-lock/fetcher";

/** How far the downloads of one command are. */
export interface Transfer {
  /** Archives that came. */
  readonly done: number;
  /** Archives that come over the network in all. */
  readonly files: number;
  /** Bytes that are here. */
  readonly received: number;
  /** Bytes in all; undefined while some archive's size is unknown. */
  readonly total: number | undefined;
  /** Bytes a second, over the last seconds; 0 while unknown. */
  readonly rate: number;
  /** Names of the archives under way, in the order in which they started. */
  readonly under: readonly string[];
}

/** The rate is taken over this time. Milliseconds. */
const WINDOW = 5_000;

interface Part {
  received: number;
  total: number | undefined;
  state: "queued" | "under" | "done";
}

/** Adds up the fetcher's events. */
export function transferState(now: () => number): { take(event: FetchEvent): void; read(): Transfer } {
  const parts = new Map<string, Part>();
  const marks: { at: number; bytes: number }[] = [];
  /** Bytes that came in this run, resumed ones not counted. */
  let fresh = 0;

  const partOf = (event: FetchEvent): Part => {
    const key = event.archive.fileName;
    const part = parts.get(key) ?? { received: 0, total: event.archive.size, state: "queued" };
    parts.set(key, part);
    return part;
  };
  const receive = (part: Part, received: number) => {
    fresh += Math.max(0, received - part.received);
    part.received = received;
    marks.push({ at: now(), bytes: fresh });
    while (marks.length > 2 && now() - (marks[0]?.at ?? 0) > WINDOW) marks.shift();
  };

  return {
    take(event) {
      if (event.kind === "reused" || event.kind === "failed") {
        parts.delete(event.archive.fileName);
        return;
      }
      const part = partOf(event);
      if (event.kind === "started" || event.kind === "resumed") {
        part.state = "under";
        part.total = event.total ?? part.total;
        part.received = event.kind === "resumed" ? event.from : 0;
      } else if (event.kind === "progress") {
        part.total = event.total ?? part.total;
        receive(part, event.received);
      } else if (event.kind === "done") {
        part.total = event.bytes;
        receive(part, event.bytes);
        part.state = "done";
      }
    },
    read() {
      const all = [...parts.entries()];
      const first = marks[0];
      const seconds = first ? (now() - first.at) / 1000 : 0;
      return {
        done: all.filter(([, { state }]) => state === "done").length,
        files: all.length,
        received: all.reduce((sum, [, { received }]) => sum + received, 0),
        total: all.every(([, { total }]) => total !== undefined)
          ? all.reduce((sum, [, { total }]) => sum + (total ?? 0), 0)
          : undefined,
        rate: first && seconds > 0.2 ? (fresh - first.bytes) / seconds : 0,
        under: all.filter(([, { state }]) => state === "under").map(([name]) => name),
      };
    },
  };
}
