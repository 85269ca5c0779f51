import type { Rendered } from "../answers/rendered.ts";
import { acceptsGzip } from "./accepts-gzip.ts";
import { atOnce } from "./at-once.ts";
import { evaluateConditions } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import { sendBuffer } from "./send-body.ts";
import { sendMessage } from "./send-message.ts";
import { type Headers, writeHead } from "./write-head.ts";

/** Sends an answer of the API: plain, gzipped, or as 304 if the client's copy is current. */
export function sendAnswer(exchange: Exchange, answer: Rendered): void | Promise<void> {
  const asked = exchange.request.headers["accept-encoding"];
  const zipped = asked !== undefined && acceptsGzip(asked.toString()) ? answer.gzipped() : undefined;
  if (zipped === undefined) return sendForm(exchange, headsOf(answer).plain, answer.body);
  return atOnce(zipped, (body) => sendForm(exchange, zippedHead(answer, body), body));
}

/** The headers of an answer in one of its forms, plain or gzipped; they are the same for each request. */
interface Head {
  /** The ETags of both forms: either means that the client's copy is current. */
  readonly etags: readonly string[];
  readonly validators: Headers;
  readonly all: Headers;
}

const known = new WeakMap<Rendered, { readonly plain: Head; zipped: Head | undefined }>();

function headsOf(answer: Rendered): { readonly plain: Head; zipped: Head | undefined } {
  const ready = known.get(answer);
  if (ready) return ready;
  const made = { plain: headOf(answer, answer.body, false), zipped: undefined };
  known.set(answer, made);
  return made;
}

function zippedHead(answer: Rendered, body: Buffer): Head {
  const heads = headsOf(answer);
  heads.zipped ??= headOf(answer, body, true);
  return heads.zipped;
}

function headOf({ etag }: Rendered, body: Buffer, isZipped: boolean): Head {
  const etags = [etag, `${etag.slice(0, -1)}-gzip"`];
  const validators = [
    "ETag",
    etags[isZipped ? 1 : 0] as string,
    "Vary",
    "Accept-Encoding",
    "Cache-Control",
    "no-cache",
  ];
  const encoding = isZipped ? ["Content-Encoding", "gzip"] : [];
  const all = ["Content-Type", "application/json", "Content-Length", `${body.length}`, ...encoding, ...validators];
  return { etags, validators, all };
}

function sendForm(exchange: Exchange, { etags, validators, all }: Head, body: Buffer): void | Promise<void> {
  const { method, request, response } = exchange;
  const isRead = method === "GET" || method === "HEAD";
  const condition = isRead ? evaluateConditions(request.headers, etags) : "proceed";
  if (condition === "not-modified") {
    writeHead(exchange, 304, validators);
    response.end();
  } else if (condition === "failed") {
    sendMessage(exchange, 412, "The answer is another one than If-Match names");
  } else {
    return sendBuffer(exchange, body, () => writeHead(exchange, 200, all));
  }
}
