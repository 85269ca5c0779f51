import { PortalError } from "../error.ts";
import type { Answer } from "./http-client.ts";
import type { Limits } from "./limits.ts";

/** A remote file whose bytes can be read at any offset. */
export interface RemoteFile {
  readonly size: number;
  /** Up to `length` bytes from `at`; fewer at the end. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** A part of a file that has been read. */
interface Part {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The first part of a file, and the limits for reading the others. */
export interface FirstPart {
  readonly size: number;
  readonly part: Part;
  readonly limits: Limits;
}

/** The start of the part in an answer, and the size of the whole file. */
export interface AnsweredRange {
  readonly from: number;
  readonly size: number;
}

/** The minimum size of a request: the parts of a zip's structure are close together. */
const MIN_BYTES = 64 * 1024;
/** The maximum number of requests, more than any save needs. */
const MAX_REQUESTS = 300;

/**
 * Requests the bytes from `from` to `to` (exclusive). Undefined if the file has changed on the server, or the server no
 * longer supports ranges.
 */
type AskForPart = (from: number, to: number) => Promise<Uint8Array | undefined>;

/**
 * Creates a file that is read in parts, each only once. The total size transferred is limited like a whole answer.
 *
 * @throws PortalError `PORTAL_ERROR` if the file changes meanwhile, or more of it is read than the limits allow
 */
export function createRemoteParts(first: Answer, { size, part, limits }: FirstPart, ask: AskForPart): RemoteFile {
  const parts: Part[] = [part];
  let transferred = part.bytes.length;
  let requests = 1;

  async function fetchPart(from: number, to: number): Promise<Part> {
    requests += 1;
    transferred += to - from;
    if (requests > MAX_REQUESTS || transferred > limits.answerBytes) {
      throw fault(first, `is a zip of which too much would have to be read`);
    }
    const bytes = await ask(from, to);
    if (bytes?.length !== to - from) throw fault(first, "changed while it was read");
    return { at: from, bytes };
  }

  return {
    size,
    async read(at, length) {
      const end = Math.min(size, at + length);
      if (at >= end) return Buffer.alloc(0);
      const known = parts.find((one) => one.at <= at && end <= one.at + one.bytes.length);
      const found = known ?? (await fetchPart(at, Math.min(size, Math.max(end, at + MIN_BYTES))));
      if (!known) parts.push(found);
      return found.bytes.subarray(at - found.at, end - found.at);
    },
  };
}

/** The range in the head of an answer; undefined if there is none with the file's size. */
export function rangeOf({ headers }: Answer): AnsweredRange | undefined {
  const [, from, size] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/i.exec(headers["content-range"]?.trim() ?? "") ?? [];
  return from === undefined ? undefined : { from: Number(from), size: Number(size) };
}

function fault(answer: Answer, what: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The answer of the mod portal ${what} (${answer.what}).`, {
    hint: "download the file in another way, and give its path.",
    status: answer.status,
  });
}
