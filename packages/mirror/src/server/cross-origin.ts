import type { Exchange } from "./exchange.ts";

/**
 * Headers that let any web page read an answer, including some of its headers. Pages cannot send the browser's
 * credentials (such as cookies); the mirror uses none. Source: docs/mirror.md, "In production".
 */
export const CROSS_ORIGIN: readonly string[] = [
  ...["Access-Control-Allow-Origin", "*"],
  ...["Access-Control-Expose-Headers", "ETag, Content-Range, Accept-Ranges, Retry-After"],
];

/**
 * Answers a CORS preflight request: only `GET` and `HEAD` are allowed.
 *
 * @returns whether the request was a preflight
 */
export function answerPreflight({
  method,
  request,
  response,
}: Pick<Exchange, "method" | "request" | "response">): boolean {
  if (method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return false;
  response.writeHead(204, [
    ...["Access-Control-Allow-Origin", "*", "Access-Control-Allow-Methods", "GET, HEAD"],
    ...["Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since"],
    ...["Access-Control-Max-Age", "86400"],
  ]);
  response.end();
  return true;
}
