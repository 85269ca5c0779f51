import { PortalError } from "../error.ts";
import type { Answer } from "./http-client.ts";
import type { Limits } from "./limits.ts";

/** A file at an address, whose bytes can be read anywhere. */
export interface RemoteFile {
  readonly size: number;
  /** The bytes from `at`, as many as `length` and as there are. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** Bytes of a file that are there already. */
interface Part {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The first part of a file, and the bounds of reading the others. */
export interface FirstPart {
  readonly size: number;
  readonly part: Part;
  readonly limits: Limits;
}

/** The part that an answer has, and the size of the whole. */
export interface AnsweredRange {
  readonly from: number;
  readonly size: number;
}

/** The least that is asked for at once: what a zip's structure needs lies close together. */
const LEAST_BYTES = 64 * 1024;
/** More questions than the parts of any save need. */
const MOST_QUESTIONS = 300;

/** Asks for the bytes from `from` up to `to`. Undefined if the server has another file now, or gives no parts any more. */
type AskForPart = (from: number, to: number) => Promise<Uint8Array | undefined>;

/**
 * A file that is read in parts, each once. What is transferred in all is bounded like a whole answer.
 *
 * @throws PortalError `PORTAL_ERROR` when the file changes meanwhile, and when more of it is read than the bounds allow
 */
export function createRemoteParts(first: Answer, { size, part, limits }: FirstPart, ask: AskForPart): RemoteFile {
  const parts: Part[] = [part];
  let transferred = part.bytes.length;
  let questions = 1;

  async function fetchPart(from: number, to: number): Promise<Part> {
    questions += 1;
    transferred += to - from;
    if (questions > MOST_QUESTIONS || transferred > limits.answerBytes) {
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
      const found = known ?? (await fetchPart(at, Math.min(size, Math.max(end, at + LEAST_BYTES))));
      if (!known) parts.push(found);
      return found.bytes.subarray(at - found.at, end - found.at);
    },
  };
}

/** The range in the head of an answer; undefined if there is none that tells the size. */
export function rangeOf({ headers }: Answer): AnsweredRange | undefined {
  const [, from, size] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/i.exec(headers["content-range"]?.trim() ?? "") ?? [];
  return from === undefined ? undefined : { from: Number(from), size: Number(size) };
}

function fault(answer: Answer, what: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The answer of the mod portal ${what} (${answer.what}).`, {
    hint: "download the file in another way, and name that.",
    status: answer.status,
  });
}
