import type { Exchange } from "./exchange.ts";
import { sendMessage } from "./send-message.ts";

/**
 * The body of a request as text; undefined when it was too long, which has then been answered with 413. How long
 * a client may take is the server's request time-out.
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
 * The body of a form (`application/x-www-form-urlencoded`), none for a request without a body; undefined when it was
 * refused and has been answered.
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
