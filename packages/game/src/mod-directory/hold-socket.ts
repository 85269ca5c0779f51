import { linkSync, renameSync, rmSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { FactorioLockError } from "@factorio-lock/core";
import { throwIfInterrupted } from "./interrupted.ts";

/** What became of an attempt to take an address. */
export type Claimed =
  | { readonly kind: "held"; release(): Promise<void> }
  | {
      readonly kind: "busy";
      /** Who holds it, in words. */
      readonly holder: string;
      /** Ends when the holder is gone. */
      readonly gone: Promise<void>;
      /** Stops watching. */
      leave(): void;
    };

/** What a holder tells of itself. */
export interface HolderInfo {
  readonly pid: number;
  readonly command: string;
}

/** How long a holder may take to say who it is. */
const INTRODUCTION_TIME = 1000;
const MAX_INTRODUCTION = 4096;

/**
 * Tries to listen on an address: an abstract socket (`\0…`, Linux), a named pipe (Windows) or a socket file. Whoever
 * listens holds it. A socket file that nobody listens on any more is cleared away.
 */
export async function claim(address: string, about: HolderInfo, signal?: AbortSignal): Promise<Claimed> {
  const { createConnection, createServer } = await import("node:net");
  for (let tries = 0; ; tries += 1) {
    throwIfInterrupted(signal);
    // Each round without a holder means that one has just gone; so many in a row means something else.
    if (tries >= 50)
      throw new FactorioLockError("BUSY", "The mod directory cannot be taken: its lock does not answer.");
    const held = await listen(createServer, address, about);
    if (held) return held;
    const socket = await connect(() => createConnection(address));
    const watched = socket && (await watch(socket));
    if (watched) return watched;
    if (!socket && isFile(address)) await clearAway(address, createConnection);
    await new Promise((resolve) => setTimeout(resolve, tries));
  }
}

async function listen(
  createServer: (onConnection: (socket: Socket) => void) => Server,
  address: string,
  about: HolderInfo,
): Promise<Claimed | undefined> {
  const watchers = new Set<Socket>();
  const server = createServer((socket) => {
    watchers.add(socket);
    socket.unref();
    socket.on("error", () => {});
    socket.on("close", () => watchers.delete(socket));
    socket.write(`${JSON.stringify(about)}\n`);
  });
  server.unref();
  const isListening = await new Promise<boolean>((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    });
    server.listen(address, () => resolve(true));
  });
  if (!isListening) return undefined;
  const release = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of watchers) socket.destroy();
    });
  return { kind: "held", release };
}

/** A connection to the holder; undefined when there is none any more. */
function connect(create: () => Socket): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = create();
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

/** Learns who holds it; undefined when the holder went away without a word, as one does that is being killed. */
async function watch(socket: Socket): Promise<Claimed | undefined> {
  socket.on("error", () => {});
  const gone = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  let text = "";
  const introduced = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, INTRODUCTION_TIME);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.on("data", (chunk: Buffer) => {
      if (text.length < MAX_INTRODUCTION) text += chunk.toString("utf8");
      if (text.includes("\n") || text.length >= MAX_INTRODUCTION) done();
    });
    socket.once("close", done);
  });
  await introduced;
  if (text === "" && socket.destroyed) return undefined;
  return { kind: "busy", holder: describe(text), gone, leave: () => socket.destroy() };
}

/** Anybody may listen there: what they say is shown, without control characters, and nothing else is done with it. */
function describe(text: string): string {
  try {
    const { pid, command } = JSON.parse(text) as Record<string, unknown>;
    const shown = String(command).replaceAll(/\p{C}/gu, "").slice(0, 200);
    if (Number.isSafeInteger(pid)) return `${shown} (process ${String(pid)})`;
  } catch {
    // Said nothing that can be read.
  }
  return "another process";
}

function isFile(address: string): boolean {
  return !address.startsWith("\0") && !address.startsWith("\\\\.\\pipe\\");
}

/** Moves a dead socket file away; one that turns out to be alive, because another process was faster, is put back. */
async function clearAway(address: string, createConnection: (address: string) => Socket): Promise<void> {
  const moved = `${address}.${process.pid}.${Date.now()}`;
  try {
    renameSync(address, moved);
    const socket = await connect(() => createConnection(moved));
    if (socket) {
      socket.destroy();
      linkSync(moved, address);
    }
  } catch {
    // Another process was faster in all of it.
  } finally {
    rmSync(moved, { force: true });
  }
}
