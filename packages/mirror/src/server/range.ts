/**
 * The part of a body requested by a `Range` header: all, one part (`end` is exclusive), or a part that does not exist.
 */
export type RequestedRange =
  | { readonly kind: "all" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

const ALL: RequestedRange = { kind: "all" };

/**
 * Parses a `Range` header for a body of `size` bytes. A missing or malformed header, or one with another unit or
 * several parts, counts as a request for all, as RFC 9110 section 14.2 allows.
 *
 * @example readRange("bytes=2-", 10) // { kind: "part", start: 2, end: 10 }
 */
export function readRange(header: string | undefined, size: number): RequestedRange {
  const match = /^bytes=[ \t]*(\d{0,16})-(\d{0,16})[ \t]*$/i.exec(header ?? "");
  if (!match) return ALL;
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return ALL;
    const length = Math.min(Number(last), size);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return ALL;
  if (start >= size) return { kind: "unsatisfiable" };
  return { kind: "part", start, end: last === "" ? size : Math.min(Number(last) + 1, size) };
}
