import { promisify } from "node:util";
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateSync,
  type ZlibOptions,
} from "node:zlib";
import { PortalError } from "../error.ts";
import type { Answer } from "./http-client.ts";
import type { Limits } from "./limits.ts";
import { watched } from "./watched.ts";

interface Decoder {
  readonly now: (data: Uint8Array, options: ZlibOptions) => Buffer;
  readonly later: (data: Uint8Array, options: ZlibOptions) => Promise<Buffer>;
}

const GZIP: Decoder = { now: gunzipSync, later: promisify(gunzip) };

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", GZIP],
  ["x-gzip", GZIP],
  ["br", { now: brotliDecompressSync, later: promisify(brotliDecompress) }],
  ["deflate", { now: inflateSync, later: promisify(inflate) }],
]);

/** Answers of at most this size are decoded synchronously: passing them to another thread takes four times as long. */
const SMALL_BYTES = 128 * 1024;

/** The encodings that `readAnswer` understands, for `Accept-Encoding`. */
export const ENCODINGS = "gzip, br, deflate";

/**
 * Reads and decodes the whole body of an answer. Never holds more than the limit, whatever the server sends or
 * announces.
 *
 * @throws PortalError `PORTAL_ERROR` if the answer is too large or its encoding is broken; any error of the body
 */
export async function readAnswer(answer: Answer, limits: Limits): Promise<Buffer> {
  const { answerBytes } = limits;
  if (Number(answer.headers["content-length"]) > answerBytes) {
    answer.body.on("error", () => {}).destroy();
    throw tooLarge(answer, answerBytes);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of watched(answer.body, limits)) {
    size += chunk.length;
    if (size > answerBytes) throw tooLarge(answer, answerBytes);
    chunks.push(chunk);
  }
  const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
  const encoding = (answer.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "" || size === 0) return whole;
  const decoder = DECODERS.get(encoding);
  if (!decoder) {
    // Only known encodings are shown: any other word may contain a secret of the request.
    const how = /^(?:zstd|(?:x-)?compress)$/.test(encoding) ? `as "${encoding}"` : "in another way";
    throw broken(answer, `is encoded ${how}, which was not asked for`);
  }
  try {
    const options = { maxOutputLength: answerBytes, chunkSize: Math.max(16, Math.min(8 * size, 1024 * 1024)) };
    return size <= SMALL_BYTES ? decoder.now(whole, options) : await decoder.later(whole, options);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(answer, answerBytes);
    throw broken(answer, `is broken (${encoding})`);
  }
}

function tooLarge(answer: Answer, limit: number): PortalError {
  return broken(answer, `is larger than ${Math.round(limit / 1024 / 1024)} MB`);
}

function broken(answer: Answer, what: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The answer of the mod portal ${what} (${answer.what}).`, {
    hint: "try again later; if that does not help, the portal or a proxy on the way to it is at fault.",
    status: answer.status,
  });
}
