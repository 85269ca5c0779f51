import { type Download, PortalError, retry } from "@factorio-lock/portal";
import type { ArchiveSink } from "../archive-sink.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { badAnswer, brokenTransfer, tooLarge, webPage, withdrawn } from "./failure.ts";
import { judge, MAX_ARCHIVE_BYTES, pageKind } from "./judge.ts";
import { TooManyBytes, takeBody } from "./take-body.ts";
import type { TransferOptions } from "./transfer.ts";

/** A try that brings so many new bytes has not failed, though it broke: the count of tries starts over. */
const WORTHWHILE = 64 * 1024;

/** Milliseconds between two `progress` events of one archive. */
const PROGRESS_PACE = 100;

/** How the bytes of an archive came. */
export interface Received {
  /** Whether one answer brought all of them, and promised as many: then a wrong hash is the server's own. */
  readonly inOnePiece: boolean;
}

/** The state of a transfer that survives between its tries. */
interface Transfer {
  size: number | undefined;
  /** How many answers the bytes in the sink are from. */
  pieces: number;
  /** The most bytes that were in the sink. */
  furthest: number;
}

/**
 * Brings the missing bytes of an archive into its sink, over as many answers as it takes. Whether they are the right ones
 * only their hash can tell. Source: contract section 6, domain.md 1.8.
 *
 * @throws FactorioLockError of the portal, or `PORTAL_ERROR`, `AUTH_REJECTED` for an answer that is not an archive;
 *   `INTERRUPTED`; the system's errors
 */
export async function receive(archive: ArchiveRequest, sink: ArchiveSink, options: TransferOptions): Promise<Received> {
  const start = sink.position();
  const transfer: Transfer = { size: undefined, pieces: start > 0 ? 1 : 0, furthest: start };
  // Pauses are bounded by the number of tries, not by how long the download has taken.
  const limits = { ...options.portal.limits, budgetMs: Number.POSITIVE_INFINITY };
  const onRetry = (error: PortalError, waitMs: number): void => {
    options.tell?.({ kind: "retry", archive, waitMs, reason: error.message });
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

/** One try; true when the archive is complete, false when it broke after a worthwhile part. */
async function receiveSome(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<boolean> {
  try {
    await ask(archive, sink, transfer, options);
    if (transfer.size === undefined || sink.position() === transfer.size) return true;
    throw brokenTransfer(`it ended ${transfer.size - sink.position()} bytes early`);
  } catch (error) {
    if (!(error instanceof PortalError && error.transient)) throw error;
    if (sink.position() - transfer.furthest < WORTHWHILE) throw error;
    options.tell?.({ kind: "retry", archive, waitMs: 0, reason: error.message });
    return false;
  } finally {
    transfer.furthest = Math.max(transfer.furthest, sink.position());
  }
}

async function ask(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<void> {
  const from = sink.position();
  // Abandoning an answer closes its connection, whatever state its body is in.
  const abandon = new AbortController();
  const onAbort = (): void => abandon.abort();
  options.signal.addEventListener("abort", onAbort);
  if (options.signal.aborted) onAbort();
  try {
    const answer = await question(archive, sink, options, abandon.signal);
    await take(answer, from, archive, sink, transfer, options);
  } catch (error) {
    abandon.abort();
    throw error;
  } finally {
    options.signal.removeEventListener("abort", onAbort);
  }
}

async function question(
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
    throw brokenTransfer(`the server has no bytes from ${from} on, so it begins anew`);
  }
}

async function take(
  { body, headers, status }: Download,
  from: number,
  archive: ArchiveRequest,
  sink: ArchiveSink,
  transfer: Transfer,
  options: TransferOptions,
): Promise<void> {
  // A body that is not read may still fail.
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
      throw brokenTransfer(`${verdict.fault}, so it begins anew`);
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
  options.tell?.(
    isResumed ? { kind: "resumed", archive, from, total: size } : { kind: "started", archive, total: size },
  );
  const end = verdict.kind === "rest" ? verdict.end : (size ?? most);
  let reportedAt = performance.now();
  let counted = sink.position();
  const onBytes = (position: number): void => {
    options.onBytes?.(position - counted);
    counted = position;
    const now = performance.now();
    if (now - reportedAt < PROGRESS_PACE) return;
    reportedAt = now;
    options.tell?.({ kind: "progress", archive, received: position, total: size });
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
