import { isSafeFileName } from "@factorio-lock/core";
import type { Archive } from "../catalog/archive.ts";
import { evaluateConditions, rangeHolds } from "./conditions.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { type RequestedRange, readRange } from "./range.ts";
import { sendArchiveBytes, sendBuffer } from "./send-body.ts";
import { sendMessage, sendUnavailable } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

/** `GET /files/{2 hex}/{38 hex}?secure=…`: the bytes of an archive, or a range of them. */
export const handleFile: Handler = async (exchange, [head = "", tail = ""]) => {
  const { catalog, signer } = exchange.service;
  const sha1 = head + tail;
  if (!signer.accepts(sha1, queryOf(exchange).get("secure") ?? "")) {
    return sendMessage(exchange, 403, "This address has expired or is not signed; ask for the download again");
  }
  const archive = await catalog.file(sha1);
  // Not awaited: there may be thousands of pending answers, and each suspended function takes memory.
  if (archive) return sendArchive(exchange, archive);
  sendMessage(exchange, 404, "Release not found");
};

async function sendArchive(exchange: Exchange, archive: Archive): Promise<void> {
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
  const opened = await archive.open();
  // The catalog is rescanning the file; only it can tell whether the release still exists.
  if (opened === undefined) return sendUnavailable(exchange, "The archive has just changed; ask again", 1);
  if (Buffer.isBuffer(opened)) {
    return sendBuffer(exchange, opened.subarray(start, end), () => writeHead(exchange, status, headers), opened);
  }
  writeHead(exchange, status, headers);
  return sendArchiveBytes(exchange, opened, start, end).finally(() => void opened.close());
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
