import type { OpenArchive } from "../catalog/archive.ts";
import { type Account, LEAST, MOST } from "./budget.ts";
import type { Exchange } from "./exchange.ts";
import { sendUnavailable } from "./send-message.ts";
import type { Reader } from "./slow-readers.ts";
import { connectionName } from "./unacknowledged.ts";

/** Shorter bodies are sent without being counted. Bytes. */
const SMALL = 4 * 1024;

/** Bytes of a body in memory that are handed on at a time. */
const PART = 256 * 1024;

/** Milliseconds of waiting after which a client gets the smallest pieces until it has taken one without. */
const SLOW = 1_000;

/**
 * Sends a body that lies in memory. Where the budget has no room for it, the answer is 503.
 *
 * @param writeHead writes the head of the answer, as soon as it is sure
 * @param whole what stays in memory for the body's sake, where the body is a part of it
 */
export async function sendBuffer(
  exchange: Exchange,
  body: Buffer,
  writeHead: () => void,
  whole: Buffer = body,
): Promise<void> {
  if (body.length <= SMALL) {
    writeHead();
    exchange.response.end(body);
    return;
  }
  await sending(exchange, async (account, hand) => {
    if (!account.share(whole)) return sendUnavailable(exchange, "The mirror is busy", 1);
    writeHead();
    let at = 0;
    while (body.length - at > Math.min(hand.open(), PART)) {
      const part = body.subarray(at, at + Math.min(hand.open(), PART));
      if (part.length > 0 && !(await hand.next(part))) return;
      at += part.length;
      if (!(await hand.room())) return;
    }
    hand.last(body.subarray(at));
  });
}

/**
 * Sends a part of an archive, whose head is written, piece by piece: no client has more than one piece in memory. A
 * body that breaks off ends the connection, so that no client takes a part for the whole.
 */
export async function sendArchiveBytes(
  exchange: Exchange,
  archive: OpenArchive,
  start: number,
  end: number,
): Promise<void> {
  const { turns } = exchange.service;
  await sending(exchange, async (account, hand, reader) => {
    let most = MOST;
    for (let at = start; at < end; ) {
      await archive.arrival?.(at);
      if (!(await hand.room()) || !(await account.room())) return;
      const least = Math.min(hand.open(), most);
      const piece = await turns.take(exchange.client.group, () => readPiece(archive, at, end, account.take(least)));
      if (piece === undefined) continue;
      const before = reader.waited;
      const isTaken = await hand.next(piece.bytes);
      account.giveBack(piece.room);
      if (!isTaken) return;
      recycle(piece);
      most = reader.waited - before > SLOW ? LEAST : MOST;
      at += piece.bytes.length;
    }
    exchange.response.end();
  });
}

/** Bytes of an archive, and what they take of the budget. */
interface Piece {
  readonly bytes: Buffer;
  /** The buffer that holds the bytes. */
  readonly buffer: Buffer;
  readonly room: number;
}

/** Undefined if there is no room. */
async function readPiece(
  archive: OpenArchive,
  position: number,
  end: number,
  room: number,
): Promise<Piece | undefined> {
  if (room === 0) return undefined;
  const buffer = spare.get(room)?.pop() ?? Buffer.allocUnsafeSlow(room);
  const bytes = await archive.read(buffer.subarray(0, Math.min(room, end - position)), position);
  if (bytes === 0) throw new Error("the archive ended early");
  return { bytes: buffer.subarray(0, bytes), buffer, room };
}

/** Buffers to be used again, by their size. */
const spare = new Map<number, Buffer[]>();

const MOST_SPARE = 16;

function recycle({ buffer }: Piece): void {
  const same = spare.get(buffer.length) ?? [];
  spare.set(buffer.length, same);
  if (same.length < MOST_SPARE) same.push(buffer);
}

/** Hands bytes to the system. */
interface Hand {
  /** Bytes that it may be handed now without running too far ahead of the client. */
  open(): number;
  /** Waits until it may be handed some; false when the connection has ended. */
  room(): Promise<boolean>;
  /** Waits until it has taken them; false when the connection has ended. */
  next(bytes: Buffer): Promise<boolean>;
  /** The last of the body, which may be all of it. */
  last(bytes: Buffer): void;
}

/** Runs the sending of a body, counted by the budget and watched for its pace, to its end or that of the connection. */
async function sending(
  exchange: Exchange,
  send: (account: Account, hand: Hand, reader: Reader) => Promise<void>,
): Promise<void> {
  const { request, response, service, client } = exchange;
  const { socket } = request;
  // Data that the system still holds for an abandoned client is dropped with the connection.
  const giveUp = (): void => void socket.resetAndDestroy();
  const window = service.sendWindows.of(socket);
  const account = service.budget.open(client.group, giveUp);
  const peer = (): string => connectionName(socket.localPort ?? 0, socket.remoteAddress ?? "", socket.remotePort ?? 0);
  const reader: Reader = { peer, handed: 0, waited: 0, stalledSince: undefined, giveUp };
  let onGone = (): void => {};
  const leave = (): void => {
    account.close();
    service.slowReaders.forget(reader);
    onGone();
  };
  const stall = (): number => {
    const since = performance.now();
    account.stalledSince = since;
    reader.stalledSince = since;
    return since;
  };
  const goOn = (since: number): void => {
    account.stalledSince = undefined;
    reader.stalledSince = undefined;
    reader.waited += performance.now() - since;
  };
  const room = async (): Promise<boolean> => {
    if (response.destroyed) return false;
    if (window.open() > 0) return true;
    const since = stall();
    const isOpen = await window.room();
    goOn(since);
    return isOpen && !response.destroyed;
  };
  const next = (bytes: Buffer): Promise<boolean> =>
    new Promise((resolve) => {
      if (response.destroyed) return resolve(false);
      const since = stall();
      const done = (isTaken: boolean): void => {
        goOn(since);
        if (isTaken) reader.handed += bytes.length;
        resolve(isTaken);
      };
      onGone = () => done(false);
      response.write(bytes, (error) => {
        onGone = () => {};
        done(!error);
      });
    });
  const last = (bytes: Buffer): void => {
    stall();
    response.end(bytes);
  };
  // From here on the pace decides, not whether the system happens to take something.
  socket.setTimeout(0);
  service.slowReaders.watch(reader);
  response.once("close", leave);
  if (response.destroyed) leave();
  try {
    await send(account, { open: () => window.open(), room, next, last }, reader);
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
  }
}
