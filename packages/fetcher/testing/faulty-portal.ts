import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request for an archive, as received by the server. */
export interface Ask {
  /** `/download/NAME/ID` */
  readonly path: string;
  /** Counted from 1 for each path. */
  readonly number: number;
  /** The offset of the first requested byte. */
  readonly from: number;
  readonly bytes: Buffer;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A server that fails on demand, and a record of its requests and responses. */
export interface FaultyPortal {
  readonly url: string;
  readonly asks: readonly { readonly path: string; readonly from: number; readonly url: string }[];
  /** The number of body bytes passed to the system. */
  sent(): number;
  /** Answers as a correct server does. With `upTo`, breaks the connection before that byte of the archive. */
  serve(ask: Ask, upTo?: number): void;
}

/**
 * Starts a server on this machine that serves archives by their path, and is closed after the running test. `behave`
 * may misbehave: it either answers itself and returns true, or leaves the correct answer to the server.
 */
export async function startFaultyPortal(
  archives: ReadonlyMap<string, Buffer>,
  behave: (ask: Ask, portal: FaultyPortal) => boolean | undefined = () => false,
): Promise<FaultyPortal> {
  const asks: { path: string; from: number; url: string }[] = [];
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((request, response) => {
    response.on("error", () => {});
    const url = request.url ?? "/";
    const path = url.replace(/\?.*/, "");
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    asks.push({ path, from, url });
    const bytes = archives.get(path);
    if (!bytes) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Mod not found"}');
      return;
    }
    const number = asks.filter((ask) => ask.path === path).length;
    const ask = { path, number, from, bytes, request, response };
    if (behave(ask, portal) !== true) portal.serve(ask);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const portal: FaultyPortal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asks,
    sent: () => sent,
    serve({ response, bytes, from, request }, upTo = bytes.length) {
      if (from >= bytes.length) {
        response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
        return;
      }
      response.writeHead(request.headers.range === undefined ? 200 : 206, {
        "content-type": "application/octet-stream",
        "content-length": bytes.length - from,
        ...(request.headers.range === undefined
          ? {}
          : { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
      });
      const part = bytes.subarray(from, Math.max(from, upTo));
      sent += part.length;
      if (upTo >= bytes.length) response.end(part);
      else if (part.length === 0) response.destroy();
      else response.write(part, () => response.destroy());
    },
  };
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return portal;
}
