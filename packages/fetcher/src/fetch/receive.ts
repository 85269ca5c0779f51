import { type Download, PortalError, retry } from "@factorio-lock/portal";
import type { ArchiveSink } from "../archive-sink.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { badAnswer, brokenTransfer, tooLarge, webPage, withdrawn } from "./failure.ts";
import { judge, MAX_ARCHIVE_BYTES, pageKind } from "./judge.ts";
import { TooManyBytes, takeBody } from "./take-body.ts";
import type { TransferOptions } from "./transfer.ts";

/**
 * A broken try that received at least this many new bytes does not count as failed: the number of tries starts over.
 */
const MIN_PROGRESS = 64 * 1024;

/** The shortest time between two `progress` events of an archive. */
const PROGRESS_INTERVAL_MS = 100;

/** How the bytes of an archive were received. */
export interface Received {
  /** Whether all bytes came in one response with the announced size. A wrong hash is then the server's fault. */
  readonly inOnePiece: boolean;
}

/** The state of a transfer across its tries. */
interface Transfer {
  size: number | undefined;
  /** The number of responses from which the bytes in the sink come. */
  pieces: number;
  /** The largest number of bytes that the sink ever held. */
  furthest: number;
}

/**
 * Receives the missing bytes of an archive into its sink, with as many requests as necessary. The caller must check the
 * hash. Source: docs/store.md, "How an archive gets in"; docs/factorio.md, 1.8.
 *
 * @throws FactorioLockError from the portal; `PORTAL_ERROR` or `AUTH_REJECTED` for an answer that is not an archive;
 *   `INTERRUPTED`; the system's errors
 */
export async function receive(archive: ArchiveRequest, sink: ArchiveSink, options: TransferOptions): Promise<Received> {
  const start = sink.position();
  const transfer: Transfer = { size: undefined, pieces: start > 0 ? 1 : 0, furthest: start };
  // No time budget: the pauses are bounded by the number of tries, however long the download takes.
  const limits = { ...options.portal.limits, budgetMs: Number.POSITIVE_INFINITY };
  const onRetry = (error: PortalError, waitMs: number): void => {
    options.emit?.({ kind: "retry", archive, waitMs, reason: error.message });
  };
  for (;;) {
    const isComplete = await retry(() => receiveSome(archive, sink, transfer, options), {
      limits,
      signal: options.signal,
      onRetry,
    });
    if (isComplete) return { inOnePiece: transfer.pieces === 1 && transfer.size !== undefined };
  }
}

/** Makes one try. Returns true if the archive is complete, false if the transfer broke after enough progress. */
async function receiveSome(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<boolean> {
  try {
    await requestOnce(archive, sink, transfer, options);
    if (transfer.size === undefined || sink.position() === transfer.size) return true;
    throw brokenTransfer(`it ended ${transfer.size - sink.position()} bytes early`);
  } catch (error) {
    if (!(error instanceof PortalError && error.transient)) throw error;
    if (sink.position() - transfer.furthest < MIN_PROGRESS) throw error;
    options.emit?.({ kind: "retry", archive, waitMs: 0, reason: error.message });
    return false;
  } finally {
    transfer.furthest = Math.max(transfer.furthest, sink.position());
  }
}

async function requestOnce(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<void> {
  const from = sink.position();
  // Abandoning a response closes its connection, whatever the state of its body.
  const abandon = new AbortController();
  const onAbort = (): void => abandon.abort();
  options.signal.addEventListener("abort", onAbort);
  if (options.signal.aborted) onAbort();
  try {
    const answer = await startDownload(archive, sink, options, abandon.signal);
    await readResponse(answer, from, archive, sink, transfer, options);
  } catch (error) {
    abandon.abort();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", onAbort);
  }
}

async function startDownload(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  options: TransferOptions,
  signal: AbortSignal,
): Promise<Download> {
  const from = sink.position();
  try {
    const onAccepted = (): void => options.onAccepted?.();
    return await options.portal.download(archive.download, { from, signal, onAccepted });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (error.status === 404) throw withdrawn(archive, error);
    if (error.status !== 416 || from === 0) throw error;
    await sink.restart();
    throw brokenTransfer(`the server has no bytes from ${from} on, so it starts over`);
  }
}

async function readResponse(
  { body, headers, status }: Download,
  from: number,
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<void> {
  // Handles errors of a body that is never read.
  body.on("error", () => {});
  const most = options.maxBytes ?? MAX_ARCHIVE_BYTES;
  const verdict = judge({ status, headers }, from, transfer.size, most);
  switch (verdict.kind) {
    case "web-page":
      throw webPage("other");
    case "encoded":
      throw badAnswer(`it is packed with "${verdict.encoding.slice(0, 40)}", which was not asked for`);
    case "too-large":
      throw tooLarge(archive, verdict.size, most);
    case "wrong-range":
      if (from === 0) throw badAnswer(verdict.fault);
      await sink.restart();
      transfer.size = undefined;
      throw brokenTransfer(`${verdict.fault}, so it starts over`);
    case "whole":
      if (from > 0) await sink.restart();
      transfer.pieces = 1;
      break;
    case "rest":
      transfer.pieces += 1;
      break;
  }
  const { size } = verdict;
  transfer.size = size;
  options.onSize?.(size);
  const isResumed = verdict.kind === "rest";
  options.emit?.(
    isResumed ? { kind: "resumed", archive, from, total: size } : { kind: "started", archive, total: size },
  );
  const end = verdict.kind === "rest" ? verdict.end : (size ?? most);
  let reportedAt = performance.now();
  let counted = sink.position();
  const onBytes = (position: number): void => {
    options.onBytes?.(position - counted);
    counted = position;
    const now = performance.now();
    if (now - reportedAt < PROGRESS_INTERVAL_MS) return;
    reportedAt = now;
    options.emit?.({ kind: "progress", archive, received: position, total: size });
  };
  const onStart = (chunk: Uint8Array): void => {
    const page = isResumed ? undefined : pageKind(chunk);
    if (page) throw webPage(page);
  };
  try {
    await takeBody(body, sink, { end, onStart, onBytes });
  } catch (error) {
    if (!(error instanceof TooManyBytes)) throw error;
    if (size === undefined && verdict.kind === "whole") throw tooLarge(archive, undefined, most);
    throw badAnswer(`it brings more than the ${end} bytes that it announces`);
  }
  if (verdict.kind === "rest" && sink.position() < end) {
    throw brokenTransfer(`it ended ${end - sink.position()} bytes early`);
  }
}
