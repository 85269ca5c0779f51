import { closeSync, openSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { join } from "node:path";

/** The longest path of a socket file that every system accepts, in bytes. */
const MAX_ADDRESS = 103;
const PROBE_TIMEOUT_MS = 1000;

/**
 * Listens on a socket file. The system closes it when the process ends, for whatever reason. Unlike an abstract socket,
 * it is visible across network namespaces.
 *
 * @returns a function that stops listening; undefined if the system or file system has no socket files
 */
export async function listenOn(folder: string, name: string): Promise<(() => void) | undefined> {
  const { createServer } = await import("node:net");
  const server: Server = createServer((socket) => socket.destroy());
  server.on("error", () => {});
  server.unref();
  const isListening = withAddress(folder, name, (path) => {
    // Node binds synchronously within this call and reports later.
    server.listen({ path, readableAll: true, writableAll: true });
    return server.listening;
  });
  return isListening ? () => server.close() : undefined;
}

/**
 * Tries to connect to a socket file. `open`: its process is alive, though perhaps stopped. `closed`: it has ended, if
 * it ran on this kernel with the same mounted file system. `unknown`: nothing was learned.
 */
export async function probe(folder: string, name: string): Promise<"open" | "closed" | "unknown"> {
  const { createConnection } = await import("node:net");
  return new Promise((resolve) => {
    const socket: Socket | undefined = withAddress(folder, name, (path) => createConnection(path));
    if (!socket) return resolve("unknown");
    const timer = setTimeout(() => done("unknown"), PROBE_TIMEOUT_MS);
    const done = (found: "open" | "closed" | "unknown") => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => done("open"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      // EAGAIN: it is listening, but its connection queue is full.
      if (code === "EAGAIN") done("open");
      else done(code === "ECONNREFUSED" ? "closed" : "unknown");
    });
  });
}

/** Calls `use` with a short enough path to the file; undefined if there is none or `use` throws. */
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
