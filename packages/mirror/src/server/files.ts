import { isSafeFileName } from "@factorio-lock/core";
import type { Archive } from "../catalog/archive.ts";
import { atOnce } from "./at-once.ts";
import { evaluateConditions, rangeHolds } from "./conditions.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { type RequestedRange, readRange } from "./range.ts";
import { sendArchiveBytes, sendBuffer } from "./send-body.ts";
import { sendMessage, sendUnavailable } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

/** `GET /files/{2 hex}/{38 hex}?secure=…`: the bytes of an archive, or a range of them. */
export const handleFile: Handler = (exchange, [head = "", tail = ""]) => {
  const { catalog, signer } = exchange.service;
  const sha1 = head + tail;
  if (!signer.accepts(sha1, secureOf(exchange))) {
    return sendMessage(exchange, 403, "This address has expired or is not signed; ask for the download again");
  }
  return atOnce(catalog.file(sha1), (archive) => sendFile(exchange, archive));
};

/** The signature. In an address made by the mirror it is the whole query, and nothing in it is encoded. */
function secureOf(exchange: Exchange): string {
  const { search } = exchange;
  return /^secure=[\w,-]*$/.test(search) ? search.slice(7) : (queryOf(exchange).get("secure") ?? "");
}

function sendFile(exchange: Exchange, archive: Archive | undefined): void | Promise<void> {
  if (!archive) return sendMessage(exchange, 404, "Release not found");
  const { request, response } = exchange;
  const { etag, validators, head } = headersOf(archive);
  const condition = evaluateConditions(request.headers, [etag], archive.modified);
  if (condition === "failed") return sendMessage(exchange, 412, "The archive is another one than If-Match names");
  if (condition === "not-modified") {
    writeHead(exchange, 304, validators);
    response.end();
    return;
  }
  const range = requestedRange(exchange, archive, etag);
  if (range.kind === "unsatisfiable") {
    const headers = [...validators, "Content-Range", `bytes */${archive.size}`];
    return sendMessage(exchange, 416, "The archive has no such bytes", headers);
  }
  const [start, end] = range.kind === "part" ? [range.start, range.end] : [0, archive.size];
  const headers = [...head, "Content-Length", `${end - start}`];
  if (range.kind === "part") headers.push("Content-Range", `bytes ${start}-${end - 1}/${archive.size}`);
  const status = range.kind === "part" ? 206 : 200;
  if (exchange.method === "HEAD") {
    writeHead(exchange, status, headers);
    response.end();
    return;
  }
  return atOnce(archive.open(), (content): void | Promise<void> => {
    // The catalog is rescanning the file; only it can tell whether the release still exists.
    if (content === undefined) return sendUnavailable(exchange, "The archive has just changed; ask again", 1);
    if (Buffer.isBuffer(content)) {
      return sendBuffer(exchange, content.subarray(start, end), () => writeHead(exchange, status, headers), content);
    }
    writeHead(exchange, status, headers);
    void sendArchiveBytes(exchange, content, start, end);
  });
}

interface ArchiveHeaders {
  readonly etag: string;
  readonly validators: readonly string[];
  readonly head: readonly string[];
}

const known = new WeakMap<Archive, ArchiveHeaders>();

/** The headers that are the same in all answers with an archive, cached. */
function headersOf(archive: Archive): ArchiveHeaders {
  const ready = known.get(archive);
  if (ready) return ready;
  const etag = `"${archive.sha1}"`;
  const validators = ["ETag", etag, "Last-Modified", archive.modified.toUTCString(), "Accept-Ranges", "bytes"];
  const head = [...validators, "Content-Type", "application/octet-stream"];
  if (isSafeFileName(archive.fileName)) {
    head.push("Content-Disposition", `attachment; filename="${archive.fileName}"`);
  }
  const made = { etag, validators, head };
  known.set(archive, made);
  return made;
}

/** The requested range. Ranges apply only to GET. Source: RFC 9110 section 14.2. */
function requestedRange({ request, method }: Exchange, archive: Archive, etag: string): RequestedRange {
  const holds = method === "GET" && rangeHolds(request.headers["if-range"]?.toString(), etag, archive.modified);
  return holds ? readRange(request.headers.range, archive.size) : { kind: "all" };
}
