/**
 * The part of the body that a `Range` header requests: all, one part (`end` not included), or a part that
 * does not exist.
 */
export type AskedRange =
  | { readonly kind: "all" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

const ALL: AskedRange = { kind: "all" };

/**
 * Reads a `Range` header for a body of `size` bytes. A header that is absent, unreadable, in another unit, or for
 * several parts asks for all, as RFC 9110 section 14.2 allows.
 *
 * @example readRange("bytes=2-", 10) // { kind: "part", start: 2, end: 10 }
 */
export function readRange(header: string | undefined, size: number): AskedRange {
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
