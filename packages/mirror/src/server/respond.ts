import type { Rendered } from "../answers/rendered.ts";
import { acceptsGzip } from "./accepts-gzip.ts";
import { weighConditions } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import { endWith } from "./send-bytes.ts";

const JSON_TYPE = "application/json";

/** Sends an answer of the API: whole, compressed, or as 304 where the client has it. */
export async function sendAnswer(exchange: Exchange, answer: Rendered): Promise<void> {
  const { request, response } = exchange;
  const zipped = acceptsGzip(request.headers["accept-encoding"]?.toString()) ? answer.gzipped() : undefined;
  const body = zipped === undefined ? answer.body : await zipped;
  const zippedTag = `${answer.etag.slice(0, -1)}-gzip"`;
  const etag = zipped === undefined ? answer.etag : zippedTag;
  const isRead = exchange.method === "GET" || exchange.method === "HEAD";
  const condition = isRead ? weighConditions(request.headers, [answer.etag, zippedTag]) : "proceed";
  const validators = ["ETag", etag, "Vary", "Accept-Encoding", "Cache-Control", "no-cache"];
  if (condition === "not-modified") {
    response.writeHead(304, validators).end();
  } else if (condition === "failed") {
    sendMessage(exchange, 412, "The answer is another one than If-Match names");
  } else {
    const encoding = zipped === undefined ? [] : ["Content-Encoding", "gzip"];
    response.writeHead(200, ["Content-Type", JSON_TYPE, "Content-Length", body.length, ...encoding, ...validators]);
    endWith(exchange, body);
  }
}

/** Sends JSON that is not worth keeping. */
export function sendJson(exchange: Exchange, status: number, value: unknown, headers: readonly string[] = []): void {
  const body = Buffer.from(JSON.stringify(value));
  exchange.response.writeHead(status, ["Content-Type", JSON_TYPE, "Content-Length", body.length, ...headers]);
  endWith(exchange, body);
}

/** Sends an error as the API does: `{"message": …}`. Source: domain.md 1.7. */
export function sendMessage(exchange: Exchange, status: number, message: string, headers?: readonly string[]): void {
  sendJson(exchange, status, { message }, headers);
}
