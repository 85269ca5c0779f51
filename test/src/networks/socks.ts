import { connect, createServer, type Server, type Socket } from "node:net";

/** How a SOCKS proxy treats who asks. */
export interface SocksManners {
  /** `NAME:PASSWORD` that it wants; undefined if it wants none. */
  readonly login?: string;
  /** The reply to a request: 0 is yes, 2 "not allowed", 5 "refused". */
  readonly reply?: number;
  /** Listed of each host that is asked for. */
  readonly onHost?: (host: string) => void;
}

/** A SOCKS 5 proxy (RFC 1928, 1929) that leads every name to this machine. */
export function createSocksProxy({ login, reply = 0, onHost }: SocksManners = {}): Server {
  return createServer((socket) => {
    socket.on("error", () => socket.destroy());
    void serve(socket).catch(() => socket.destroy());
  });

  async function serve(socket: Socket): Promise<void> {
    const read = reader(socket);
    const [, methods = 0] = await read(2);
    const offered = await read(methods);
    const wanted = login === undefined ? 0 : 2;
    if (!offered.includes(wanted)) return void socket.end(Buffer.from([5, 0xff]));
    socket.write(Buffer.from([5, wanted]));
    if (login !== undefined) {
      const [, length = 0] = await read(2);
      const name = (await read(length)).toString();
      const [size = 0] = await read(1);
      const good = `${name}:${(await read(size)).toString()}` === login;
      socket.write(Buffer.from([1, good ? 0 : 1]));
      if (!good) return void socket.end();
    }
    const [, , , kind] = await read(4);
    if (kind !== 3) return void socket.end(Buffer.from([5, 8, 0, 1, 0, 0, 0, 0, 0, 0]));
    const [length = 0] = await read(1);
    const host = (await read(length)).toString();
    onHost?.(host);
    const port = (await read(2)).readUInt16BE();
    const answer = Buffer.from([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]);
    if (reply !== 0) return void socket.end(answer);
    const target = connect(port, "127.0.0.1", () => {
      socket.write(answer);
      socket.pipe(target).pipe(socket);
    });
    target.on("error", () => socket.destroy());
  }
}

function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    for (;;) {
      const chunk = socket.read(bytes) as Buffer | null;
      if (chunk !== null || bytes === 0) return chunk ?? Buffer.alloc(0);
      await new Promise((resolve, reject) => {
        socket.once("readable", resolve);
        socket.once("close", () => reject(new Error("closed")));
      });
    }
  };
}
