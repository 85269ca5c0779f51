import { CROSS_ORIGIN } from "./cross-origin.ts";
import type { Exchange } from "./exchange.ts";

/** Names and values of headers in turns. */
export type Headers = readonly (string | number)[];

/** Writes the head of an answer, with what lets pages of any origin read the answer to a `GET`. */
export function writeHead(
  { method, response }: Pick<Exchange, "method" | "response">,
  status: number,
  headers: Headers,
): void {
  // One list, written as it is: `setHeader` before it would make Node look at each header twice.
  response.writeHead(status, [...headers, ...(method === "GET" || method === "HEAD" ? CROSS_ORIGIN : [])]);
}
