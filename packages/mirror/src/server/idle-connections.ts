import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Closes connections that have been idle for too long. All are checked together at intervals: a timer for each connection
 * would take memory, and each request would have to set it twice.
 */
export interface IdleConnections {
  /** Ignores a connection, while an answer is being sent and the client's speed is monitored instead. */
  exempt(socket: Socket): void;
  /** Checks a connection again; its idle time starts now. */
  include(socket: Socket): void;
  close(): void;
}

/** How often connections are checked within the timeout. */
const LOOKS = 6;

/** The bytes that had been received and sent at the last check, and the time of the last check at which they had changed. */
interface Movement {
  bytes: number;
  since: number;
  isExempt: boolean;
}

/** @param timeout how many milliseconds a connection may be idle */
export function watchIdleConnections(server: Server, timeout: number): IdleConnections {
  const connections = new Map<Socket, Movement>();
  const forget = function forget(this: Socket): void {
    connections.delete(this);
  };
  server.on("connection", (socket) => {
    connections.set(socket, { bytes: 0, since: performance.now(), isExempt: false });
    socket.on("close", forget);
  });
  const interval = setInterval(() => {
    const now = performance.now();
    for (const [socket, movement] of connections) {
      if (movement.isExempt) continue;
      const bytes = socket.bytesRead + socket.bytesWritten;
      if (bytes !== movement.bytes) {
        movement.bytes = bytes;
        movement.since = now;
      } else if (now - movement.since >= timeout) {
        socket.destroy();
      }
    }
  }, timeout / LOOKS).unref();
  const setExempt = (socket: Socket, isExempt: boolean): void => {
    const movement = connections.get(socket);
    if (!movement) return;
    movement.isExempt = isExempt;
    movement.since = performance.now();
  };
  return {
    exempt: (socket) => setExempt(socket, true),
    include: (socket) => setExempt(socket, false),
    close: () => clearInterval(interval),
  };
}
