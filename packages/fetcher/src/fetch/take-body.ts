import type { Readable } from "node:stream";
import type { ArchiveSink } from "../archive-sink.ts";

/** Chunks are gathered to about this many bytes for one write. */
const WRITE_SIZE = 2 ** 19;

/**
 * Received bytes are written after at most this many milliseconds if more arrive: a crash costs no more than
 * that.
 */
const WRITE_PACE = 250;

/** A body of many tiny chunks is written at this many of them. */
const MOST_CHUNKS = 512;

/** The body brings more bytes than its headers promised. */
export class TooManyBytes extends Error {}

/** How a body is taken in. */
export interface TakeOptions {
  /** The position of the sink that may not be passed. */
  readonly end: number;
  /** Sees the first chunk before it is written; what it throws ends the transfer. */
  onStart(chunk: Uint8Array): void;
  /** Called for every chunk with the position after it, which may not be written yet. */
  onBytes(position: number): void;
}

/**
 * Writes a body to the end of a sink. While one write is under way the next is gathered, and the body is paused when that
 * is full: two writes' worth of memory at most. When the body breaks, what came before is still written.
 *
 * @throws TooManyBytes; what `onStart` throws; what the body fails with; the system's errors
 */
export function takeBody(body: Readable, sink: ArchiveSink, options: TakeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let gathered: Uint8Array[] = [];
    let size = 0;
    let position = sink.position();
    let isStarted = false;
    let isWriting = false;
    let isEnded = false;
    let writtenAt = performance.now();
    let fault: { readonly error: unknown } | undefined;

    const fail = (error: unknown): void => {
      fault ??= { error };
      isEnded = true;
      body.destroy();
      settle();
    };

    const settle = (): void => {
      if (isWriting) return;
      if (size > 0) write();
      else if (!isEnded) body.resume();
      else if (fault) reject(fault.error as Error);
      else resolve();
    };

    const write = (): void => {
      const chunks = gathered;
      gathered = [];
      size = 0;
      isWriting = true;
      writtenAt = performance.now();
      sink.append(chunks).then(
        () => {
          isWriting = false;
          if (isEnded || isFull()) settle();
          else body.resume();
        },
        (error: unknown) => {
          isWriting = false;
          gathered = [];
          size = 0;
          fault = { error };
          fail(error);
        },
      );
    };

    const isFull = (): boolean => size >= WRITE_SIZE || gathered.length >= MOST_CHUNKS;

    body.on("data", (chunk: Uint8Array) => {
      if (isEnded) return;
      try {
        if (!isStarted) options.onStart(chunk);
        isStarted = true;
      } catch (error) {
        fail(error);
        return;
      }
      if (position + chunk.length > options.end) {
        fail(new TooManyBytes());
        return;
      }
      position += chunk.length;
      size += chunk.length;
      gathered.push(chunk);
      options.onBytes(position);
      if (isWriting) {
        if (isFull()) body.pause();
      } else if (isFull() || performance.now() - writtenAt > WRITE_PACE) write();
    });
    body.on("end", () => {
      isEnded = true;
      settle();
    });
    body.on("error", fail);
    body.on("close", () => {
      if (!isEnded) fail(new Error("the body was closed before its end"));
    });
  });
}
