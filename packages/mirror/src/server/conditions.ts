import type { IncomingHttpHeaders } from "node:http";

/**
 * The result of a request's conditions: send the answer, the client's copy is current (304), or a precondition failed
 * (412).
 */
export type Condition = "proceed" | "not-modified" | "failed";

/**
 * Evaluates `If-Match`, `If-Unmodified-Since`, `If-None-Match` and `If-Modified-Since` in the order of RFC 9110 section
 * 13.2.2.
 *
 * @param etags the strong ETags of the representation
 * @param modified its last modification; undefined if it has no date
 */
export function evaluateConditions(headers: IncomingHttpHeaders, etags: readonly string[], modified?: Date): Condition {
  const seconds = modified === undefined ? undefined : Math.floor(modified.getTime() / 1000) * 1000;
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (match !== undefined) {
    if (match.trim() !== "*" && !tags(match).some((tag) => etags.includes(tag))) return "failed";
  } else if (seconds !== undefined && seconds > date(headers["if-unmodified-since"], Number.POSITIVE_INFINITY)) {
    return "failed";
  }
  if (noneMatch !== undefined) {
    const known = noneMatch.trim() === "*" || tags(noneMatch).some((tag) => etags.includes(tag.replace(/^W\//, "")));
    return known ? "not-modified" : "proceed";
  }
  if (seconds !== undefined && seconds <= date(headers["if-modified-since"], Number.NEGATIVE_INFINITY)) {
    return "not-modified";
  }
  return "proceed";
}

/** Whether `If-Range` is absent or matches the representation, so that a part may be sent. */
export function rangeHolds(header: string | undefined, etag: string, modified: Date): boolean {
  if (header === undefined) return true;
  if (header.startsWith('"')) return header.trim() === etag;
  return date(header, Number.NaN) === Math.floor(modified.getTime() / 1000) * 1000;
}

function tags(header: string): string[] {
  return header.split(",").map((tag) => tag.trim());
}

function date(header: string | undefined, otherwise: number): number {
  const time = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? otherwise : time;
}
