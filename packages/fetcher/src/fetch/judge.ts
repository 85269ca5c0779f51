/** The meaning of a response to a request for an archive. */
export type Verdict =
  /** The whole archive. `size` is undefined if the server does not give it. */
  | { readonly kind: "whole"; readonly size: number | undefined }
  /** The bytes from the requested offset to `end` (exclusive). */
  | { readonly kind: "rest"; readonly end: number; readonly size: number | undefined }
  /** Not the requested bytes; the whole archive should be requested. */
  | { readonly kind: "wrong-range"; readonly fault: string }
  | { readonly kind: "web-page" }
  | { readonly kind: "encoded"; readonly encoding: string }
  | { readonly kind: "too-large"; readonly size: number };

/** The part of a response that is evaluated. */
export interface Heading {
  readonly status: 200 | 206;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The default maximum size of an archive in bytes. Source: docs/store.md, "How an archive gets in". */
export const MAX_ARCHIVE_BYTES: number = 2 * 2 ** 30;

/**
 * Evaluates a response by its status and headers.
 *
 * @param from the offset of the first requested byte
 * @param size the size of the archive in an earlier response
 * @param most the maximum size of the archive in bytes
 */
export function judge(
  { status, headers }: Heading,
  from: number,
  size: number | undefined,
  most: number = MAX_ARCHIVE_BYTES,
): Verdict {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") return { kind: "encoded", encoding };
  if (/^\s*(?:text\/html|application\/xhtml)/i.test(headers["content-type"] ?? "")) return { kind: "web-page" };
  const length = parseLength(headers["content-length"]);
  if (status === 206) return judgeRange(headers["content-range"], length, from, size, most);
  if (length !== undefined && length > most) return { kind: "too-large", size: length };
  return { kind: "whole", size: length };
}

function judgeRange(
  header: string | undefined,
  length: number | undefined,
  from: number,
  known: number | undefined,
  most: number,
): Verdict {
  const match = /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(header ?? "");
  if (!match) return wrongRange("it sends a part without its position");
  const [first, last] = [Number(match[1]), Number(match[2])];
  const size = match[3] === "*" ? undefined : Number(match[3]);
  if (from === 0) return wrongRange("it sends a part where the whole was asked for");
  if (first !== from) return wrongRange(`it sends the bytes from ${first} where those from ${from} were asked for`);
  if (last < first || (size !== undefined && last >= size)) return wrongRange("it announces an impossible part");
  if (length !== undefined && length !== last - first + 1) {
    return wrongRange(`it announces ${length} bytes for a part of ${last - first + 1}`);
  }
  if (size !== undefined && known !== undefined && size !== known) {
    return wrongRange(`the archive has now ${size} bytes and had ${known}`);
  }
  const whole = size ?? known;
  if ((whole ?? last + 1) > most) return { kind: "too-large", size: whole ?? last + 1 };
  return { kind: "rest", end: last + 1, size: whole };
}

function wrongRange(fault: string): Verdict {
  return { kind: "wrong-range", fault };
}

function parseLength(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header.trim()) ? Number(header) : undefined;
}

/** The kind of a web page. */
export type PageKind = "sign-in" | "other";

/** Recognises a web page by the first bytes of a body; undefined for anything else. */
export function pageKind(start: Uint8Array): PageKind | undefined {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const opening = bytes.toString("latin1", 0, 512).replace(/^ï»¿/, "");
  if (!/^\s*(?:<!--|<!doctype\s+html|<html|<head)/i.test(opening)) return undefined;
  const text = bytes.toString("latin1", 0, 65_536);
  return /type=["']?password|\/login\b|\blog ?in\b|\bsign ?in\b/i.test(text) ? "sign-in" : "other";
}
