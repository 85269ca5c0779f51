import type { Exchange } from "./exchange.ts";

/**
 * Headers that let any page read an answer, with what a page may read of its head. No page may send the browser's own
 * credentials (cookies and the like), of which the mirror has none. Source: docs/mirror.md, "In production".
 */
export const CROSS_ORIGIN: readonly string[] = [
  ...["Access-Control-Allow-Origin", "*"],
  ...["Access-Control-Expose-Headers", "ETag, Content-Range, Accept-Ranges, Retry-After"],
];

/**
 * Answers a browser's question whether a page may ask: nothing but `GET` and `HEAD`.
 *
 * @returns whether the request was that question
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
