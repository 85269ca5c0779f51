import { closeSync, openSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { join } from "node:path";

/** The longest address of a socket file that every system takes. */
const MAX_ADDRESS = 103;
const PROBE_TIME = 1000;

/**
 * Listens on a socket file, which the system closes with the process, however that ends. A file and not an abstract
 * socket: it is seen across network namespaces.
 *
 * @returns what stops it; undefined where the system or the file system has no such files
 */
export async function listenOn(folder: string, name: string): Promise<(() => void) | undefined> {
  const { createServer } = await import("node:net");
  const server: Server = createServer((socket) => socket.destroy());
  server.on("error", () => {});
  server.unref();
  const isListening = withAddress(folder, name, (path) => {
    // Node binds within this call, and reports later.
    server.listen({ path, readableAll: true, writableAll: true });
    return server.listening;
  });
  return isListening ? () => server.close() : undefined;
}

/**
 * Knocks at a socket file. `open`: its process lives, even where it is stopped. `closed`: within one kernel and one
 * mounted file system it does not. `unknown`: nothing was learned.
 */
export async function probe(folder: string, name: string): Promise<"open" | "closed" | "unknown"> {
  const { createConnection } = await import("node:net");
  return new Promise((resolve) => {
    const socket: Socket | undefined = withAddress(folder, name, (path) => createConnection(path));
    if (!socket) return resolve("unknown");
    const timer = setTimeout(() => done("unknown"), PROBE_TIME);
    const done = (found: "open" | "closed" | "unknown") => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => done("open"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      // EAGAIN: it listens, but its queue of connections is full.
      if (code === "EAGAIN") done("open");
      else done(code === "ECONNREFUSED" ? "closed" : "unknown");
    });
  });
}

/** Calls `use` with an address of the file that is short enough; undefined if there is none or `use` fails. */
function withAddress<T>(folder: string, name: string, use: (path: string) => T): T | undefined {
  const path = join(folder, name);
  try {
    if (Buffer.byteLength(path) <= MAX_ADDRESS) return use(path);
    const handle = openSync(folder, "r");
    try {
      return use(`/proc/self/fd/${handle}/${name}`);
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}
