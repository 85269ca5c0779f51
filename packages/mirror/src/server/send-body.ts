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
    if (body.length <= PART) return hand.last(body);
    for (let at = 0; at < body.length; at += PART) {
      if (!(await hand.next(body.subarray(at, at + PART)))) return;
    }
    exchange.response.end();
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
    let most: number | undefined;
    for (let at = start; at < end; ) {
      await archive.arrival?.(at);
      if (!(await account.room())) return;
      const piece = await turns.take(exchange.client.group, () => readPiece(archive, at, end, account.take(most)));
      if (piece === undefined) continue;
      const before = reader.waited;
      const isTaken = await hand.next(piece.bytes);
      account.giveBack(piece.room);
      if (!isTaken) return;
      recycle(piece);
      most = reader.waited - before > SLOW ? LEAST : undefined;
      at += piece.bytes.length;
    }
    exchange.response.end();
  });
}

/** Bytes of an archive, and what they take of the budget. */
interface Piece {
  readonly bytes: Buffer;
  /** What the bytes lie in. */
  readonly buffer: Buffer;
  readonly room: number;
}

/** Undefined where there is no room. */
async function readPiece(
  archive: OpenArchive,
  position: number,
  end: number,
  room: number,
): Promise<Piece | undefined> {
  if (room === 0) return undefined;
  const buffer = room === MOST ? (spare.pop() ?? Buffer.allocUnsafeSlow(MOST)) : Buffer.allocUnsafeSlow(room);
  const bytes = await archive.read(buffer.subarray(0, Math.min(room, end - position)), position);
  if (bytes === 0) throw new Error("the archive ended early");
  return { bytes: buffer.subarray(0, bytes), buffer, room };
}

/** Buffers to be used again: those of clients that read. */
const spare: Buffer[] = [];

const MOST_SPARE = 16;

function recycle({ buffer }: Piece): void {
  if (buffer.length === MOST && spare.length < MOST_SPARE) spare.push(buffer);
}

/** Hands bytes to the system. */
interface Hand {
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
  const giveUp = (): void => void response.destroy();
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
  const next = (bytes: Buffer): Promise<boolean> =>
    new Promise((resolve) => {
      if (response.destroyed) return resolve(false);
      const since = stall();
      const done = (isTaken: boolean): void => {
        account.stalledSince = undefined;
        reader.stalledSince = undefined;
        reader.waited += performance.now() - since;
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
    await send(account, { next, last }, reader);
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
  }
}
