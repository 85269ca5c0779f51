import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "./exchange.ts";

/**
 * Sends the body of an answer whose head is written. A body that breaks off, and a client that takes it more slowly
 * than the limits allow, end the connection, so that no client takes a part for the whole.
 */
export async function sendBytes(exchange: Exchange, bytes: Buffer | Readable, length: number): Promise<void> {
  if (Buffer.isBuffer(bytes)) return endWith(exchange, bytes);
  limitTime(exchange, length);
  try {
    await pipeline(bytes, exchange.response);
  } catch {
    exchange.response.destroy();
  }
}

/** The same for a body that is in memory. */
export function endWith(exchange: Exchange, body: Buffer): void {
  limitTime(exchange, body.length);
  exchange.response.end(body);
}

/** Ends the connection of a client that has not taken so many bytes in the time that the limits allow. */
function limitTime({ response, service }: Exchange, length: number): void {
  const { idleTimeout, slowestRate } = service.limits;
  const patience = idleTimeout + Math.ceil(length / slowestRate) * 1000;
  const deadline = setTimeout(() => response.destroy(), patience);
  deadline.unref();
  response.once("close", () => clearTimeout(deadline));
}
