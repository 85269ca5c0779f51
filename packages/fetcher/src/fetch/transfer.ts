import type { Portal } from "@factorio-lock/portal";
import type { ArchiveSink } from "../archive-sink.ts";
import type { ArchiveRequest } from "./archive-request.ts";
import { brokenTransfer, wrongSum } from "./failure.ts";
import type { Tell } from "./job.ts";
import { receive } from "./receive.ts";

/** How the bytes of one archive are transferred. */
export interface TransferOptions {
  readonly portal: Pick<Portal, "limits" | "download">;
  readonly signal: AbortSignal;
  /** The most bytes that the archive may have. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  /** Sees the size that an answer promises, before its first byte; what it throws ends the transfer. */
  onSize?(size: number | undefined): void;
  /** Called when the portal has taken the credentials, which may be before the first byte is on its way. */
  onAccepted?(): void;
  /** Called for `started`, `resumed`, `progress` and `retry`. */
  readonly tell?: Tell;
  /** Called with the number of bytes that have just come over the network. */
  onBytes?(bytes: number): void;
}

/**
 * Brings the bytes of an archive into a sink, behind those that it has, over as many answers as it takes, until their hash
 * is the archive's. Bytes put together of several answers get a second chance. All transfers of archives, whoever wants
 * them, go through here: ranges, tries, limits and deadlines are known nowhere else. Source: contract section 6.
 *
 * @throws FactorioLockError of the portal; `PORTAL_ERROR`, `AUTH_REJECTED` for an answer that is no archive;
 *   `BAD_ARCHIVE` for one that is larger than `maxBytes`, before its first byte where the server says so;
 *   `CHECKSUM_MISMATCH`; `INTERRUPTED`; what the sink and `onSize` throw
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
    const { message } = brokenTransfer("its parts do not belong together, so it begins anew");
    options.tell?.({ kind: "retry", archive, waitMs: 0, reason: message });
    await sink.restart();
    await receive(archive, sink, options);
  }
  const actual = sink.digest();
  if (actual !== archive.sha1) throw wrongSum(archive, actual);
}
