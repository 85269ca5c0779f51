import type { OpenArchive } from "../catalog/archive.ts";
import { type Account, LEAST, MOST } from "./budget.ts";
import type { Exchange } from "./exchange.ts";
import { sendUnavailable } from "./send-message.ts";
import type { Reader } from "./slow-readers.ts";

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
  const { response, service, request } = exchange;
  if (body.length <= SMALL || isOpenFor(exchange, body, whole)) {
    writeHead();
    response.end(body);
    if (body.length <= SMALL || isTaken(exchange)) return;
    // The system takes the rest when the client has taken some.
    const sending = begin(exchange);
    service.budget.share(sending.account, whole);
    stall(sending);
    return;
  }
  const sending = begin(exchange);
  if (!service.budget.share(sending.account, whole)) return sendUnavailable(exchange, "The mirror is busy", 1);
  writeHead();
  const open = (): number => Math.min(service.sendWindows.open(request.socket), PART);
  let at = 0;
  while (body.length - at > open()) {
    const part = body.subarray(at, at + open());
    if (part.length > 0 && !(await handOn(sending, part))) return;
    at += part.length;
    if (!(await windowOpens(sending))) return;
  }
  stall(sending);
  response.end(body.subarray(at));
}

/** Whether a body may be handed to the system as a whole. */
function isOpenFor({ request, service, client }: Exchange, body: Buffer, whole: Buffer): boolean {
  if (body.length > PART || request.socket.writableLength > 0) return false;
  return body.length <= service.sendWindows.open(request.socket) && service.budget.fits(client.group, whole);
}

/** Whether the system has taken all of an answer, so that nothing of it is in our memory on its account. */
function isTaken({ request, response }: Exchange): boolean {
  return response.writableLength === 0 && request.socket.writableLength === 0;
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
  const { budget, sendWindows, turns } = exchange.service;
  const { socket } = exchange.request;
  const sending = begin(exchange);
  const { account, reader } = sending;
  let most = MOST;
  try {
    for (let at = start; at < end; ) {
      await archive.arrival?.(at);
      if (!(await windowOpens(sending)) || !(await budget.room(account))) return;
      const least = Math.min(sendWindows.open(socket), most);
      const read = (): Promise<Piece | undefined> => readPiece(archive, at, end, budget.take(account, least));
      const piece = await turns.take(exchange.client.group, read);
      if (piece === undefined) continue;
      const before = reader.waited;
      const isTaken = await handOn(sending, piece.bytes);
      budget.giveBack(account, piece.room);
      if (!isTaken) return;
      recycle(piece);
      most = reader.waited - before > SLOW ? LEAST : MOST;
      at += piece.bytes.length;
    }
    exchange.response.end();
  } catch {
    exchange.response.destroy();
  }
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

/** An answer on its way, counted by the budget and watched for its pace. */
interface Sending {
  readonly exchange: Exchange;
  readonly account: Account;
  readonly reader: Reader;
  /** Called when the connection has ended; undefined while nothing waits for that. */
  onGone: (() => void) | undefined;
}

/** Begins to count and to watch an answer, to its end or that of the connection. */
function begin(exchange: Exchange): Sending {
  const { request, response, service, client } = exchange;
  const { socket } = request;
  // Data that the system still holds for an abandoned client is dropped with the connection.
  const giveUp = (): void => void socket.resetAndDestroy();
  const account = service.budget.open(client.group, giveUp);
  const reader = { socket, handed: 0, waited: 0, stalledSince: undefined, giveUp, mark: undefined };
  const sending: Sending = { exchange, account, reader, onGone: undefined };
  const leave = (): void => {
    service.budget.close(account);
    service.slowReaders.forget(reader);
    sending.onGone?.();
  };
  // From here on the pace decides, not whether the system happens to take something.
  socket.setTimeout(0);
  service.slowReaders.watch(reader);
  response.on("close", leave);
  if (response.destroyed) leave();
  return sending;
}

/** Notes that bytes wait for the client from now on. */
function stall({ account, reader }: Sending): void {
  const since = performance.now();
  account.stalledSince = since;
  reader.stalledSince = since;
}

/** Notes that nothing waits for the client any more. */
function goOn({ account, reader }: Sending): void {
  reader.waited += performance.now() - (reader.stalledSince ?? performance.now());
  account.stalledSince = undefined;
  reader.stalledSince = undefined;
}

/** Waits until the system may be handed some without running too far ahead of the client; false when the connection has ended. */
function windowOpens(sending: Sending): boolean | Promise<boolean> {
  const { request, response, service } = sending.exchange;
  if (response.destroyed) return false;
  if (service.sendWindows.open(request.socket) > 0) return true;
  stall(sending);
  return service.sendWindows.room(request.socket).then((isOpen) => {
    goOn(sending);
    return isOpen && !response.destroyed;
  });
}

/** Waits until the system has taken bytes; false when the connection has ended. */
function handOn(sending: Sending, bytes: Buffer): Promise<boolean> {
  const { response } = sending.exchange;
  return new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    stall(sending);
    const done = (isTaken: boolean): void => {
      sending.onGone = undefined;
      goOn(sending);
      if (isTaken) sending.reader.handed += bytes.length;
      resolve(isTaken);
    };
    sending.onGone = () => done(false);
    response.write(bytes, (error) => done(!error));
  });
}
