import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { QUICK, serve } from "../../testing/server.ts";
import { Token } from "../credentials/token.ts";
import { createPortal } from "../portal/create-portal.ts";
import type { Limits } from "./limits.ts";

const PATH = "/download/lamp-post/0123456789abcdef01234567";

/** A portal on a bare socket: `talk` has the word once a request has come. */
async function bare(talk: (socket: Socket) => void, limits: Partial<Limits>) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("data", () => talk(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const portal = createPortal({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: async () => ({ username: "anna", token: new Token("deadline token"), source: "a test" }),
    limits: { ...QUICK, tries: 1, ...limits },
  });
  onTestFinished(() => portal.close());
  return portal;
}

/** Says something again and again until the socket ends. */
function every(ms: number, socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), ms);
  socket.once("close", () => clearInterval(timer));
}

describe("a try ends though the other side keeps talking", () => {
  test.each([
    ["with 103 every moment", (socket: Socket) => every(30, socket, "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")],
    [
      "with a head that never ends",
      (socket: Socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        every(30, socket, "x-more: and more\r\n");
      },
    ],
  ])("%s", async (_, talk) => {
    const limits = { headMs: 400, stallMs: 60_000, slowMs: 60_000, budgetMs: 60_000 };
    const portal = await bare(talk, limits);
    const asked = [portal.full("lamp-post"), portal.download(PATH)];
    for (const ask of asked) {
      await expect(ask).rejects.toMatchObject({
        code: "PORTAL_UNREACHABLE",
        transient: true,
        message: expect.stringMatching(/no answer came within 0.4 seconds|does not speak HTTP/) as unknown,
      });
    }
  });

  test("with redirects to itself that each take their time", async () => {
    const server = await serve((_, response) => {
      setTimeout(() => response.writeHead(302, { location: "/api/mods/lamp-post/full" }).end(), 150);
    });
    const portal = createPortal({ url: server.url, limits: { ...QUICK, tries: 1, headMs: 400 } });
    await expect(portal.full("lamp-post")).rejects.toMatchObject({ message: expect.stringMatching(/no answer came/) });
    await portal.close();
  });

  test.each([
    ["JSON", "application/json"],
    ["an archive", "application/zip"],
  ])("with a body of %s that trickles at half the least rate", async (_, type) => {
    const portal = await bare(
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: 10000000\r\n\r\n`);
        every(20, socket, " ".repeat(10));
      },
      { slowMs: 400, slowBytesPerSecond: 1000, stallMs: 60_000, budgetMs: 60_000 },
    );
    const read = async (): Promise<void> => {
      if (type === "application/json") return void (await portal.full("lamp-post"));
      for await (const chunk of (await portal.download(PATH)).body) void chunk;
    };
    await expect(read()).rejects.toMatchObject({ message: expect.stringMatching(/too slowly/), transient: true });
  });

  test("the body of an error too", async () => {
    const portal = await bare(
      (socket) => {
        socket.write("HTTP/1.1 500 Oh\r\ncontent-length: 1000000\r\n\r\n");
        every(20, socket, ".");
      },
      { slowMs: 300, stallMs: 60_000, budgetMs: 60_000 },
    );
    await expect(portal.full("lamp-post")).rejects.toMatchObject({ code: "PORTAL_UNREACHABLE" });
    await expect(portal.download(PATH)).rejects.toMatchObject({ transient: true });
  });
});

test("a reader of ours that takes its time is not taken for a slow sender", async () => {
  const bytes = 4_000_000;
  const server = await serve((_, response) => {
    response.writeHead(200, { "content-length": String(bytes) }).end(Buffer.alloc(bytes));
  });
  const portal = createPortal({
    url: server.url,
    credentials: async () => ({ username: "anna", token: new Token("slow reader token"), source: "a test" }),
    limits: { ...QUICK, stallMs: 10_000, slowMs: 500, slowBytesPerSecond: 50_000, tries: 1 },
  });
  let read = 0;
  for await (const chunk of (await portal.download(PATH)).body as AsyncIterable<Buffer>) {
    read += chunk.length;
    // For the first chunks it is slower than the limit.
    if (read < 150_000) await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  await portal.close();
  expect(read).toBe(bytes);
});
