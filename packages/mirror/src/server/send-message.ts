import type { Exchange } from "./exchange.ts";
import { writeHead } from "./write-head.ts";

const JSON_TYPE = "application/json";

/** Sends a small JSON answer that is not cached. */
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
 * Sends 503: the mirror cannot answer now, which never means that something does not exist. Source: docs/mirror.md, "In
 * production".
 *
 * @param seconds the `Retry-After` in seconds
 */
export function sendUnavailable(exchange: Exchange, message: string, seconds: number): void {
  sendMessage(exchange, 503, message, ["Retry-After", `${seconds}`, "Cache-Control", "no-store"]);
}

/** Sends 429 after too many failed sign-ins or credential checks. */
export function refuseGuesses(exchange: Exchange, seconds: number): void {
  const headers = ["Retry-After", `${seconds}`, "Cache-Control", "no-store"];
  sendMessage(exchange, 429, "Too many failed attempts; try again later", headers);
}
