import type { Exchange } from "./exchange.ts";

/** The response headers that a page may read. */
const EXPOSED = "ETag, Content-Range, Accept-Ranges, Retry-After";

/**
 * Lets any page read the answer to a question without credentials of the browser's (cookies and the like, of which the
 * mirror has none). Nothing but `GET` and `HEAD` is let through. Source: contract section 7.
 *
 * @returns whether the request was only the browser's question whether it may ask, and is answered
 */
export function allowOrigins({
  method,
  request,
  response,
}: Pick<Exchange, "method" | "request" | "response">): boolean {
  if (method === "GET" || method === "HEAD") {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    return false;
  }
  if (method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return false;
  response.writeHead(204, [
    ...["Access-Control-Allow-Origin", "*", "Access-Control-Allow-Methods", "GET, HEAD"],
    ...["Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since"],
    ...["Access-Control-Max-Age", "86400"],
  ]);
  response.end();
  return true;
}
