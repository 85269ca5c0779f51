import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "./exchange.ts";

/**
 * Sends the body of an answer whose head is written. A body that breaks off, and a client that takes it more slowly
 * than the limits allow, end the connection, so that no client takes a part for the whole.
 */
export async function sendBytes(exchange: Exchange, bytes: Buffer | Readable, length: number): Promise<void> {
  const { response, service } = exchange;
  const { idleTimeout, slowestRate } = service.limits;
  const patience = idleTimeout + Math.ceil(length / slowestRate) * 1000;
  const deadline = setTimeout(() => response.destroy(), patience);
  deadline.unref();
  response.once("close", () => clearTimeout(deadline));
  if (Buffer.isBuffer(bytes)) {
    response.end(bytes);
    return;
  }
  try {
    await pipeline(bytes, response);
  } catch {
    response.destroy();
  }
}
