import type { Exchange } from "./exchange.ts";
import { writeHead } from "./write-head.ts";

const JSON_TYPE = "application/json";

/** Sends a little JSON that is not worth keeping. */
export function sendJson(exchange: Exchange, status: number, value: unknown, headers: readonly string[] = []): void {
  const body = Buffer.from(JSON.stringify(value));
  writeHead(exchange, status, ["Content-Type", JSON_TYPE, "Content-Length", body.length, ...headers]);
  exchange.response.end(body);
}

/** Sends an error as the API does: `{"message": …}`. Source: docs/factorio.md, 1.7. */
export function sendMessage(exchange: Exchange, status: number, message: string, headers?: readonly string[]): void {
  sendJson(exchange, status, { message }, headers);
}

/**
 * Says that the mirror cannot answer now, which is never the word that something is not there. Source: docs/mirror.md,
 * "In production".
 *
 * @param seconds after which the client may ask again
 */
export function sendUnavailable(exchange: Exchange, message: string, seconds: number): void {
  sendMessage(exchange, 503, message, ["Retry-After", `${seconds}`, "Cache-Control", "no-store"]);
}

/** Says that an address has guessed too often. */
export function refuseGuesses(exchange: Exchange, seconds: number): void {
  const headers = ["Retry-After", `${seconds}`, "Cache-Control", "no-store"];
  sendMessage(exchange, 429, "Too many failed attempts; try again later", headers);
}
