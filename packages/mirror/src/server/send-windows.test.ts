import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSendWindows, type SendWindows } from "./send-windows.ts";
import { type AskUnacknowledged, unacknowledgedOn } from "./unacknowledged.ts";

const KB = 1024;
const FIRST = 64 * KB;

let server: Server;
let accepted: Socket[];
const clients: Socket[] = [];

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => {
    socket.on("error", () => {});
    accepted.push(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  for (const socket of [...clients.splice(0), ...accepted]) socket.destroy();
  server.close();
});

/** The mirror's side of a new connection, whose client reads where it is to. */
async function connection(reads: boolean, localAddress = "127.0.0.1"): Promise<Socket> {
  const { port } = server.address() as { port: number };
  const client = connect({ port, host: "127.0.0.1", localAddress });
  clients.push(client);
  client.on("error", () => {});
  if (reads) client.resume();
  else client.pause();
  await once(client, "connect");
  await expect.poll(() => accepted.length).toBe(clients.length);
  return accepted.at(-1) as Socket;
}

/** Hands on what the window allows, until it has handed so much, or has to wait. */
async function hand(socket: Socket, windows: SendWindows, bytes: number): Promise<void> {
  const end = socket.bytesWritten + bytes;
  for (;;) {
    const some = Math.min(windows.open(socket), end - socket.bytesWritten, 64 * KB);
    if (some === 0) return;
    await new Promise((resolve) => socket.write(Buffer.alloc(some), resolve));
  }
}

describe.skipIf(process.platform !== "linux")("as this system tells it", () => {
  const unacknowledged = unacknowledgedOn("linux") as AskUnacknowledged;
  let windows: SendWindows;
  let looks: number;
  beforeEach(() => {
    looks = 0;
    windows = createSendWindows({ bytesAhead: 8 * 1024 * KB }, () => {
      looks += 1;
      return unacknowledged();
    });
  });
  afterEach(() => windows.close());

  test("a client that reads nothing gets no more than its part, however long it is waited for", async () => {
    const socket = await connection(false);
    const handing = (async () => {
      do await hand(socket, windows, 10_000 * KB);
      while (await windows.room(socket));
    })();
    await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(3);
    // Bytes buffered by the client's own system are allowed for.
    expect(socket.bytesWritten).toBeLessThanOrEqual(FIRST + 64 * KB + 1024 * KB);
    socket.destroy();
    await handing;
  }, 30_000);

  test("one that reads gets a wide window at once", async () => {
    const socket = await connection(true);
    await hand(socket, windows, 10_000 * KB);
    expect(windows.open(socket)).toBe(0);
    expect(await windows.room(socket)).toBe(true);
    expect(windows.open(socket)).toBeGreaterThan(1024 * KB);
  });

  test("however many of one address read nothing, one of another may be handed megabytes at once", async () => {
    for (let at = 0; at < 40; at += 1) await hand(await connection(false, "127.0.0.2"), windows, 10_000 * KB);
    expect(windows.ahead()).toBeLessThanOrEqual(1024 * KB);
    expect(windows.open(await connection(true))).toBeGreaterThanOrEqual(512 * KB);
  });
});

describe.each(["win32", "darwin"] as const)("on %s, which does not tell", (platform) => {
  test("windows are as wide as the system takes bytes, and nobody waits", async () => {
    const windows = createSendWindows({ bytesAhead: 1024 * KB }, unacknowledgedOn(platform));
    const socket = await connection(false);
    expect(windows.open(socket)).toBe(Number.POSITIVE_INFINITY);
    expect(await windows.room(socket)).toBe(true);
    windows.close();
  });
});

test("on linux a new window is narrow before the system was asked", async () => {
  const windows = createSendWindows({ bytesAhead: 1024 * KB }, unacknowledgedOn("linux"));
  expect(windows.open(await connection(false))).toBeLessThan(1024 * KB);
  windows.close();
});

describe("with the system's word made up", () => {
  let held: Map<string, number> | undefined;
  let asked: number;
  const windowsWith = (bytesAhead: number): SendWindows => {
    asked = 0;
    return createSendWindows({ bytesAhead }, async () => {
      asked += 1;
      return held;
    });
  };
  const allOf = (bytes: number): Map<string, number> =>
    new (class extends Map<string, number> {
      override get = () => bytes;
    })();

  test("where it does not tell, windows are as wide as the system takes bytes", async () => {
    held = undefined;
    const windows = windowsWith(1024 * KB);
    const socket = await connection(true);
    await hand(socket, windows, 10_000 * KB);
    expect(await windows.room(socket)).toBe(true);
    expect(windows.open(socket)).toBe(Number.POSITIVE_INFINITY);
    windows.close();
  });

  test("those that read share what may be ahead of clients, and it is never exceeded by much", async () => {
    held = allOf(0);
    const windows = windowsWith(2048 * KB);
    for (let at = 0; at < 24; at += 1) {
      const socket = await connection(true);
      await hand(socket, windows, 10_000 * KB);
      await windows.room(socket);
      await hand(socket, windows, 4096 * KB);
      expect(windows.ahead()).toBeLessThanOrEqual(2048 * KB);
    }
    expect(asked).toBeGreaterThan(0);
    windows.close();
  });

  test("of those that stall with most of it ahead some are given up, one that only stalls is not", async () => {
    const windows = windowsWith(512 * KB);
    held = allOf(0);
    const greedy: Socket[] = [];
    while (greedy.length < 24) {
      const socket = await connection(true);
      greedy.push(socket);
      // So that each of them is seen to read.
      for (let round = 0; round < 5; round += 1) {
        await hand(socket, windows, 10_000 * KB);
        await windows.room(socket);
      }
    }
    held = allOf(10_000 * KB);
    for (const socket of greedy) await hand(socket, windows, 512 * KB);
    const idle = await connection(true);
    await hand(idle, windows, 10_000 * KB);
    const waiting = windows.room(idle);
    const lost = (): number => greedy.filter(({ destroyed }) => destroyed).length;
    await expect.poll(lost, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(windows.ahead()).toBeLessThanOrEqual(128 * KB);
    expect(lost()).toBeLessThan(24);
    expect(idle.destroyed).toBe(false);
    held = allOf(0);
    expect(await waiting).toBe(true);
    windows.close();
  }, 30_000);
});
