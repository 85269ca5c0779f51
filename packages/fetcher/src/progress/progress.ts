import type { FetchEvent } from "../fetch/event.ts";
import { addSample, type RateSample, rateOf } from "./rate.ts";

/** The progress of a fetch, computed from its events. Immutable: each event gives a new value. */
export interface Progress {
  readonly files: FileCounts;
  readonly bytes: ByteCounts;
  /** Bytes per second over the last seconds; undefined at the beginning. */
  readonly rate: number | undefined;
  /** Undefined while the rate or the sizes are unknown. */
  readonly secondsLeft: number | undefined;
  /** The archives in progress, longest-running first. */
  readonly underWay: readonly FileProgress[];
  /** The samples from which the rate is computed. */
  readonly samples: readonly RateSample[];
}

/** The number of archives by outcome. */
export interface FileCounts {
  /** All archives so far. */
  readonly total: number;
  /** Downloaded. */
  readonly done: number;
  /** Already in the store. */
  readonly reused: number;
  readonly failed: number;
}

/** The bytes of all archives that are not reused. */
export interface ByteCounts {
  /** Bytes received so far, including those from an earlier run. */
  readonly received: number;
  /**
   * All bytes. An estimate while some sizes are unknown, which count as the mean of the others; undefined while no size
   * is known.
   */
  readonly expected: number | undefined;
  /** The bytes of complete archives. */
  readonly done: number;
  /** The bytes downloaded by this fetch. */
  readonly fetched: number;
}

/** An archive in progress. */
export interface FileProgress {
  readonly fileName: string;
  readonly state: "receiving" | "waiting" | "retrying";
  readonly received: number;
  readonly total: number | undefined;
}

/** The progress before the first event. */
export const NO_PROGRESS: Progress = {
  files: { total: 0, done: 0, reused: 0, failed: 0 },
  bytes: { received: 0, expected: undefined, done: 0, fetched: 0 },
  rate: undefined,
  secondsLeft: undefined,
  underWay: [],
  samples: [],
};

/**
 * The progress of a fetch after these events.
 *
 * @example progressOf(events).files.done
 */
export function progressOf(events: Iterable<FetchEvent>): Progress {
  let progress = NO_PROGRESS;
  for (const event of events) progress = advanceProgress(progress, event);
  return progress;
}

/** The progress of a fetch after one more event. Takes time linear in the number of archives in progress. */
export function advanceProgress(progress: Progress, event: FetchEvent): Progress {
  const { fileName } = event.archive;
  const before = progress.underWay.find((file) => file.fileName === fileName);
  const after = fileAfter(before, event);
  const underWay = after
    ? before
      ? progress.underWay.map((file) => (file === before ? after : file))
      : [...progress.underWay, after]
    : progress.underWay.filter((file) => file !== before);
  const files = filesAfter(progress.files, event, before);
  const fetched = progress.bytes.fetched + newBytes(before, event);
  const done = progress.bytes.done + (event.kind === "done" ? event.bytes : 0);
  const samples = addSample(progress.samples, { at: event.at, bytes: fetched });
  const rate = rateOf(samples);
  const received = underWay.reduce((sum, file) => sum + file.received, done);
  const expected = expectedBytes(files, done, underWay);
  const secondsLeft = rate && expected !== undefined ? Math.max(0, expected - received) / rate : undefined;
  return { files, bytes: { received, expected, done, fetched }, rate, secondsLeft, underWay, samples };
}

/** The progress of an archive after an event; undefined once it is no longer under way. */
function fileAfter(before: FileProgress | undefined, event: FetchEvent): FileProgress | undefined {
  const file = before ?? { fileName: event.archive.fileName, state: "receiving", received: 0, total: undefined };
  switch (event.kind) {
    case "waiting":
      return { ...file, state: "waiting" };
    case "started":
      return { ...file, state: "receiving", received: 0, total: event.total };
    case "resumed":
      return { ...file, state: "receiving", received: event.from, total: event.total };
    case "progress":
      return { ...file, state: "receiving", received: event.received, total: event.total };
    case "retry":
      return { ...file, state: "retrying" };
    case "queued":
    case "done":
    case "reused":
    case "failed":
      return undefined;
  }
}

function filesAfter(files: FileCounts, event: FetchEvent, before: FileProgress | undefined): FileCounts {
  switch (event.kind) {
    case "queued":
      return { ...files, total: files.total + 1 };
    case "done":
      return { ...files, done: files.done + 1 };
    case "failed":
      return { ...files, failed: files.failed + 1 };
    case "reused":
      // An archive that was waited for has already been counted when it was queued.
      return { ...files, reused: files.reused + 1, total: files.total + (before ? 0 : 1) };
    case "waiting":
    case "started":
    case "resumed":
    case "progress":
    case "retry":
      return files;
  }
}

/** The bytes downloaded since the last event of an archive. */
function newBytes(before: FileProgress | undefined, event: FetchEvent): number {
  if (!before || before.state !== "receiving") return 0;
  if (event.kind === "progress") return Math.max(0, event.received - before.received);
  return event.kind === "done" ? Math.max(0, event.bytes - before.received) : 0;
}

function expectedBytes(files: FileCounts, done: number, underWay: readonly FileProgress[]): number | undefined {
  const sized = underWay.filter((file) => file.total !== undefined);
  const known = sized.reduce((sum, file) => sum + (file.total ?? 0), done);
  const counted = files.done + sized.length;
  if (counted === 0) return undefined;
  const unknown = files.total - files.reused - files.failed - counted;
  return known + Math.max(0, unknown) * (known / counted);
}
