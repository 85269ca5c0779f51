import type { Readable } from "node:stream";
import type { ArchiveSink } from "../archive-sink.ts";

/** Chunks are buffered up to about this many bytes for one write. */
const WRITE_SIZE = 2 ** 19;

/** While bytes keep arriving, the buffer is written about this often, so that a crash loses little. */
const WRITE_INTERVAL_MS = 250;

/** The number of buffered chunks that triggers a write, for bodies of many tiny chunks. */
const MAX_CHUNKS = 512;

/** Thrown if a body goes beyond `TakeOptions.end`: the announced end, or the limit if no size was announced. */
export class TooManyBytes extends Error {}

/** Options of `takeBody`. */
export interface TakeOptions {
  /** The maximum position of the sink. */
  readonly end: number;
  /** Called with the first chunk before it is written; an error thrown by it ends the transfer. */
  onStart(chunk: Uint8Array): void;
  /** Called for each chunk with the position after it. The chunk may not be written yet. */
  onBytes(position: number): void;
}

/**
 * Appends a body to a sink. While one write is in progress the next is buffered, and the body is paused if the buffer
 * is full, so that memory is bounded by two writes. If the body breaks, the bytes before are still written.
 *
 * @throws TooManyBytes; errors from `onStart` and from the body; the system's errors
 */
export function takeBody(body: Readable, sink: ArchiveSink, options: TakeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let buffered: Uint8Array[] = [];
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
      const chunks = buffered;
      buffered = [];
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
          buffered = [];
          size = 0;
          fault = { error };
          fail(error);
        },
      );
    };

    const isFull = (): boolean => size >= WRITE_SIZE || buffered.length >= MAX_CHUNKS;

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
      buffered.push(chunk);
      options.onBytes(position);
      if (isWriting) {
        if (isFull()) body.pause();
      } else if (isFull() || performance.now() - writtenAt > WRITE_INTERVAL_MS) write();
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
