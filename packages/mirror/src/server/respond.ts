import type { Rendered } from "../answers/rendered.ts";
import { acceptsGzip } from "./accepts-gzip.ts";
import { evaluateConditions } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import { sendBuffer } from "./send-body.ts";
import { sendMessage } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

const JSON_TYPE = "application/json";

/** Sends an answer of the API: plain, gzipped, or as 304 if the client's copy is current. */
export async function sendAnswer(exchange: Exchange, answer: Rendered): Promise<void> {
  const { request, response } = exchange;
  const zipped = acceptsGzip(request.headers["accept-encoding"]?.toString()) ? answer.gzipped() : undefined;
  const body = zipped === undefined ? answer.body : await zipped;
  const zippedTag = `${answer.etag.slice(0, -1)}-gzip"`;
  const etag = zipped === undefined ? answer.etag : zippedTag;
  const isRead = exchange.method === "GET" || exchange.method === "HEAD";
  const condition = isRead ? evaluateConditions(request.headers, [answer.etag, zippedTag]) : "proceed";
  const validators = ["ETag", etag, "Vary", "Accept-Encoding", "Cache-Control", "no-cache"];
  if (condition === "not-modified") {
    writeHead(exchange, 304, validators);
    response.end();
  } else if (condition === "failed") {
    sendMessage(exchange, 412, "The answer is another one than If-Match names");
  } else {
    const encoding = zipped === undefined ? [] : ["Content-Encoding", "gzip"];
    const head = ["Content-Type", JSON_TYPE, "Content-Length", body.length, ...encoding, ...validators];
    await sendBuffer(exchange, body, () => writeHead(exchange, 200, head));
  }
}
