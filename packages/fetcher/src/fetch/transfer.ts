import type { Portal } from "@factorio-lock/portal";
import type { ArchiveSink } from "../archive-sink.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { brokenTransfer, wrongSum } from "./failure.ts";
import type { Emit } from "./job.ts";
import { receive } from "./receive.ts";

/** Options of `transferArchive`. */
export interface TransferOptions {
  readonly portal: Pick<Portal, "limits" | "download">;
  readonly signal: AbortSignal;
  /** The maximum size of the archive in bytes. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  /** Called with the announced size before the first byte; an error thrown by it ends the transfer. */
  onSize?(size: number | undefined): void;
  /** Called when the portal has accepted the credentials, which may be before the first byte arrives. */
  onAccepted?(): void;
  /** Called for `started`, `resumed`, `progress` and `retry`. */
  readonly emit?: Emit;
  /** Called with the number of bytes just received. */
  onBytes?(bytes: number): void;
}

/**
 * Appends the missing bytes of an archive to a sink, with as many requests as necessary, and checks the hash. If bytes
 * from several responses have the wrong hash, the archive is downloaded once more from the start. All transfers of
 * archives go through here, so ranges, tries and size limits are handled only in this folder; the deadlines of a
 * request are the portal's (`http/limits.ts` there). Source: docs/store.md, "How an archive gets in".
 *
 * @throws FactorioLockError from the portal; `PORTAL_ERROR` or `AUTH_REJECTED` for an answer that is not an archive;
 *   `BAD_ARCHIVE` if it is larger than `maxBytes`, before its first byte if the server announces the size;
 *   `CHECKSUM_MISMATCH`; `INTERRUPTED`; errors from the sink and `onSize`
 */
export async function transferArchive(
  archive: ArchiveRequest,
  sink: ArchiveSink,
  options: TransferOptions,
): Promise<void> {
  if (sink.position() > 0 && sink.digest() === archive.sha1) return;
  const { inOnePiece } = await receive(archive, sink, options);
  if (sink.digest() === archive.sha1) return;
  if (!inOnePiece) {
    const { message } = brokenTransfer("its parts do not fit together, so it starts over");
    options.emit?.({ kind: "retry", archive, waitMs: 0, reason: message });
    await sink.restart();
    await receive(archive, sink, options);
  }
  const actual = sink.digest();
  if (actual !== archive.sha1) throw wrongSum(archive, actual);
}
