import type { Exchange } from "./exchange.ts";
import { sendMessage } from "./send-message.ts";

/**
 * Reads the body of a request as text. If it is too long, answers 413 and returns undefined. The time is limited by the
 * server's request timeout.
 */
export async function readBody(exchange: Exchange): Promise<string | undefined> {
  const { request, service } = exchange;
  const limit = service.limits.bodyBytes;
  const chunks: Buffer[] = [];
  let length = 0;
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared <= limit) {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk);
    }
    if (length <= limit) return Buffer.concat(chunks).toString();
  }
  sendMessage(exchange, 413, `A request's body may have ${limit} bytes`, ["Connection", "close"]);
  return undefined;
}

/**
 * Reads a form (`application/x-www-form-urlencoded`), which is empty for a request without a body. If it is refused,
 * answers the request and returns undefined.
 */
export async function readForm(exchange: Exchange): Promise<URLSearchParams | undefined> {
  const type = exchange.request.headers["content-type"];
  if (type !== undefined && !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    sendMessage(exchange, 415, "The body must be application/x-www-form-urlencoded");
    return undefined;
  }
  const body = await readBody(exchange);
  return body === undefined ? undefined : new URLSearchParams(body);
}
