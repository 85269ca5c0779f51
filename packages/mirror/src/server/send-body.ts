import type { OpenArchive } from "../catalog/archive.ts";
import { type Account, MAX_PIECE, MIN_PIECE } from "./budget.ts";
import type { Exchange } from "./exchange.ts";
import { sendUnavailable } from "./send-message.ts";
import type { Reader } from "./slow-readers.ts";

/** Bodies of at most this many bytes are sent without being counted. */
const SMALL = 4 * 1024;

/** How many bytes of an in-memory body are written at a time. */
const PART = 256 * 1024;

/** A client that kept a piece waiting for longer gets the smallest pieces, until it takes one in less time. */
const SLOW_MS = 1_000;

/**
 * Sends an in-memory body. If the budget has no room for it, the answer is 503.
 *
 * @param writeHead writes the head of the answer; called only once it is certain that the answer is not 503
 * @param whole the buffer that the body is a part of, which stays in memory with it
 */
export function sendBuffer(
  exchange: Exchange,
  body: Buffer,
  writeHead: () => void,
  whole: Buffer = body,
): void | Promise<void> {
  if (body.length > SMALL && !isOpenFor(exchange, body, whole)) return sendParts(exchange, body, writeHead, whole);
  writeHead();
  exchange.response.end(body);
  if (body.length <= SMALL || isTaken(exchange)) return;
  // The system accepts the rest once the client has received some.
  const sending = startSending(exchange);
  exchange.service.budget.share(sending.account, whole);
  markStalled(sending);
}

/** Sends an in-memory body in parts, as fast as the client receives them. */
async function sendParts(exchange: Exchange, body: Buffer, writeHead: () => void, whole: Buffer): Promise<void> {
  const { response, service, request } = exchange;
  const sending = startSending(exchange);
  if (!service.budget.share(sending.account, whole)) return sendUnavailable(exchange, "The mirror is busy", 1);
  writeHead();
  const open = (): number => Math.min(service.sendWindows.open(request.socket), PART);
  let at = 0;
  while (body.length - at > open()) {
    const part = body.subarray(at, at + open());
    if (part.length > 0 && !(await writeBytes(sending, part))) return;
    at += part.length;
    if (!hasOpenWindow(sending) && !(await waitForWindow(sending))) return;
  }
  markStalled(sending);
  response.end(body.subarray(at));
}

/** Whether a body may be passed to the system as a whole. */
function isOpenFor({ request, service, client }: Exchange, body: Buffer, whole: Buffer): boolean {
  if (body.length > PART || request.socket.writableLength > 0) return false;
  return body.length <= service.sendWindows.open(request.socket) && service.budget.fits(client.group, whole);
}

/** Whether the system has accepted all of an answer, so that none of it is buffered in this process. */
function isTaken({ request, response }: Exchange): boolean {
  return response.writableLength === 0 && request.socket.writableLength === 0;
}

/**
 * Sends a part of an archive piece by piece and then closes the archive. The head of the answer must already have been
 * written. Each answer has at most one piece in memory. If reading fails, the connection is closed, so that the client cannot
 * mistake the part for the whole.
 * Never rejects, so the caller need not await it, which matters when thousands of answers are pending.
 */
export async function sendArchiveBytes(
  exchange: Exchange,
  archive: OpenArchive,
  start: number,
  end: number,
): Promise<void> {
  const { budget, sendWindows, turns } = exchange.service;
  const { socket } = exchange.request;
  const sending = startSending(exchange);
  const { account, reader } = sending;
  let most = MAX_PIECE;
  try {
    for (let at = start; at < end; ) {
      if (archive.arrival) await archive.arrival(at);
      if (!hasOpenWindow(sending) && !(await waitForWindow(sending))) return;
      if (!(await budget.room(account))) return;
      const wanted = Math.min(sendWindows.open(socket), most, end - at);
      const read = (): Promise<Piece | undefined> => readPiece(archive, at, end, wanted, budget.take(account, wanted));
      const piece = await turns.take(exchange.client.group, read);
      if (piece === undefined) continue;
      const before = reader.waited;
      const isTaken = await writeBytes(sending, piece.bytes);
      budget.giveBack(account, piece.room);
      if (!isTaken) return;
      recycle(piece);
      most = reader.waited - before > SLOW_MS ? MIN_PIECE : MAX_PIECE;
      at += piece.bytes.length;
    }
    exchange.response.end();
  } catch {
    exchange.response.destroy();
  } finally {
    archive.close().catch(() => {});
  }
}

/** A piece of an archive, with its share of the budget. */
interface Piece {
  readonly bytes: Buffer;
  /** The buffer that holds the bytes. */
  readonly buffer: Buffer;
  readonly room: number;
}

/** Reads a piece; undefined if there is no room. */
async function readPiece(
  archive: OpenArchive,
  position: number,
  end: number,
  wanted: number,
  room: number,
): Promise<Piece | undefined> {
  if (room === 0) return undefined;
  const buffer = spareOf(room) ?? Buffer.allocUnsafeSlow(room);
  // The window may have closed while others had their turn; the smallest piece is sent anyway.
  const bytes = await archive.read(
    buffer.subarray(0, Math.min(room, end - position, Math.max(wanted, MIN_PIECE))),
    position,
  );
  if (bytes === 0) throw new Error("the archive ended early");
  return { bytes: buffer.subarray(0, bytes), buffer, room };
}

/** Buffers for reuse, by size. */
const spare = new Map<number, Buffer[]>();
let spareBytes = 0;

const MAX_SPARE = 4 * 1024 * 1024;

function spareOf(size: number): Buffer | undefined {
  const buffer = spare.get(size)?.pop();
  if (buffer) spareBytes -= size;
  return buffer;
}

function recycle({ buffer }: Piece): void {
  if (spareBytes + buffer.length > MAX_SPARE) return;
  const same = spare.get(buffer.length) ?? [];
  spare.set(buffer.length, same);
  same.push(buffer);
  spareBytes += buffer.length;
}

/** An answer being sent, counted by the budget and monitored for its speed. */
interface Sending {
  readonly exchange: Exchange;
  readonly account: Account;
  readonly reader: Reader;
  /** Called when the connection has ended; undefined if nothing waits for that. */
  onGone: (() => void) | undefined;
}

/** Starts counting and monitoring an answer, until it or its connection ends. */
function startSending(exchange: Exchange): Sending {
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
    service.idleConnections.include(socket);
    sending.onGone?.();
  };
  // From here on the client's speed is monitored instead of the connection's idle time.
  service.idleConnections.exempt(socket);
  service.slowReaders.watch(reader);
  response.on("close", leave);
  if (response.destroyed) leave();
  return sending;
}

/** Marks that bytes are waiting for the client. */
function markStalled({ account, reader }: Sending): void {
  const since = performance.now();
  account.stalledSince = since;
  reader.stalledSince = since;
}

/** Marks that no bytes are waiting for the client. */
function markFlowing({ account, reader }: Sending): void {
  reader.waited += performance.now() - (reader.stalledSince ?? performance.now());
  account.stalledSince = undefined;
  reader.stalledSince = undefined;
}

/** Whether bytes may be written without running too far ahead of the client. */
function hasOpenWindow({ exchange }: Sending): boolean {
  return !exchange.response.destroyed && exchange.service.sendWindows.open(exchange.request.socket) > 0;
}

/** Waits until bytes may be written; false if the connection has ended. */
async function waitForWindow(sending: Sending): Promise<boolean> {
  const { request, response, service } = sending.exchange;
  if (response.destroyed) return false;
  markStalled(sending);
  const isOpen = await service.sendWindows.room(request.socket);
  markFlowing(sending);
  return isOpen && !response.destroyed;
}

/** Writes bytes and waits until the system has accepted them; false if the connection has ended. */
function writeBytes(sending: Sending, bytes: Buffer): Promise<boolean> {
  const { response } = sending.exchange;
  return new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    markStalled(sending);
    const done = (isTaken: boolean): void => {
      sending.onGone = undefined;
      markFlowing(sending);
      if (isTaken) sending.reader.handed += bytes.length;
      resolve(isTaken);
    };
    sending.onGone = () => done(false);
    response.write(bytes, (error) => done(!error));
  });
}
