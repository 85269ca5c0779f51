import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { FactorioLockError } from "@factorio-lock/core";
import { createAnswerCache } from "../answers/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Site } from "../pages/site.ts";
import { anyUsers, openUsers } from "../users/users.ts";
import { answerRequest, type RequestReports } from "./answer-request.ts";
import { createBudget } from "./budget.ts";
import { clientOf } from "./client-address.ts";
import type { Service } from "./exchange.ts";
import { hostRule } from "./host-rule.ts";
import { watchIdleConnections } from "./idle-connections.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { createMetrics } from "./metrics.ts";
import { createSendWindows } from "./send-windows.ts";
import { createSignInGuard } from "./sign-in-guard.ts";
import { createSigner } from "./signer.ts";
import { watchSlowReaders } from "./slow-readers.ts";
import { createTroubles } from "./troubles.ts";
import { createTurns } from "./turns.ts";

/** Options of `serveCatalog`. */
export interface ServeOptions extends RequestReports {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0, which selects a free port. */
  readonly port?: number;
  /**
   * A file with a line `user:token` or `user:sha256:HEX` for each user; without it any non-empty name and token are
   * accepted.
   */
  readonly users?: string;
  /** Whether, without a users file, downloads need no credentials. Default: they do, as on the portal. */
  readonly anonymous?: boolean | undefined;
  /** Called for events that the owner should know about, such as a users file that became unreadable. */
  readonly onTrouble?: (message: string) => void;
  /** Proxies in front of the mirror whose `X-Forwarded-For` is trusted: addresses, or networks such as `10.0.0.0/8`. */
  readonly trustedProxies?: readonly string[];
  /** Additional names accepted by a mirror that listens only on loopback. */
  readonly hostNames?: readonly string[];
  /** The mirror's public address, for links, such as `https://mods.example.org`. */
  readonly publicUrl?: string;
  readonly limits?: Partial<Limits>;
  /** The content of the HTML pages besides the catalog. */
  readonly site?: Site;
  /** The access log: each `AccessEntry` is written as a line of JSON. */
  readonly accessLog?: { write(line: string): unknown };
  /** Called before each request; returns true if it handles the request itself. For tests and fault injection. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}

/** A running mirror. */
export interface Mirror {
  /** Its address, such as `http://127.0.0.1:8080`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting connections, gives pending answers a few seconds to finish, then closes the catalog. */
  close(): Promise<void>;
}

/** The maximum bytes of rendered answers kept in memory. */
const ANSWER_BYTES = 64 * 1024 * 1024;

/** The number of concurrent reads of archives. */
const READS = 8;

/** How long pending answers may take when the mirror closes. */
const GRACE_MS = 10_000;

/**
 * Serves a catalog as the Mod API. The catalog is closed with the mirror, or if the mirror cannot start.
 *
 * @throws FactorioLockError `USAGE` if the users file cannot be read, `FAILED` if the server cannot listen on the
 *   address
 */
export async function serveCatalog(catalog: Catalog, options: ServeOptions = {}): Promise<Mirror> {
  try {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const host = options.host ?? "127.0.0.1";
    const budget = createBudget(limits);
    const server = createServer({
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      // `watchIdleConnections` closes them.
      keepAliveTimeout: 0,
      connectionsCheckingInterval: Math.min(1000, limits.headersTimeout),
      noDelay: true,
    });
    const service: Service = {
      catalog,
      answers: createAnswerCache(ANSWER_BYTES),
      users:
        options.users === undefined
          ? anyUsers(options.anonymous ?? false)
          : await openUsers(options.users, (message) => options.onTrouble?.(message)),
      signer: createSigner(),
      metrics: createMetrics(),
      limits,
      troubles: createTroubles((message) => options.onTrouble?.(message)),
      budget,
      sendWindows: createSendWindows(limits),
      slowReaders: watchSlowReaders(limits, () => budget.makeRoom()),
      idleConnections: watchIdleConnections(server, limits.idleTimeout),
      turns: createTurns(READS),
      signInGuard: createSignInGuard(),
      hosts: hostRule(host, ownNames(options)),
      clientOf: clientOf(options.trustedProxies ?? []),
      site: options.site ?? {},
      publicUrl: options.publicUrl?.replace(/\/+$/, ""),
    };
    answerAt(server, service, options);
    const address = await listen(server, host, options.port ?? 0);
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await stop(server);
      service.sendWindows.close();
      service.slowReaders.close();
      service.idleConnections.close();
      await catalog.close();
    };
    return {
      url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
      port: address.port,
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

function ownNames({ hostNames = [], publicUrl }: ServeOptions): string[] {
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? [new URL(publicUrl).hostname] : [];
  return [...hostNames, ...own];
}

function answerAt(server: Server, service: Service, options: ServeOptions): void {
  const { intercept } = options;
  const reports = reportsOf(options);
  server.maxConnections = service.limits.connections;
  server.on("clientError", refuseBadRequest);
  server.on("request", (request, response) => {
    response.on("error", endResponse);
    const answer = (): void => answerRequest(service, request, response, reports);
    if (!intercept) return answer();
    unlessTaken(async () => intercept(request, response), answer).catch(() => response.destroy());
  });
}

/** One listener for all answers. */
function endResponse(this: ServerResponse): void {
  this.destroy();
}

async function unlessTaken(isTaken: () => Promise<boolean>, answer: () => void): Promise<void> {
  if (!(await isTaken())) answer();
}

function reportsOf(options: ServeOptions): RequestReports {
  const { accessLog } = options;
  if (!accessLog) return options;
  return {
    onAccess(entry) {
      accessLog.write(`${JSON.stringify(entry)}\n`);
      options.onAccess?.(entry);
    },
    onDefect: (error) => options.onDefect?.(error),
  };
}

/** Answers malformed or oversized requests in the API's format, and closes the connection. */
function refuseBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const [status, message] = REFUSALS[error.code ?? ""] ?? ["400 Bad Request", "The request cannot be read"];
  const body = JSON.stringify({ message });
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  socket.end(`${head}Connection: close\r\n\r\n${body}`, () => socket.destroy());
}

const REFUSALS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "The request's headers are too long"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request took too long to arrive"],
};

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const hint = error.code === "EADDRINUSE" ? "another program uses this port; choose another one." : undefined;
      const details = { cause: error, ...(hint === undefined ? {} : { hint }) };
      reject(
        new FactorioLockError("FAILED", `The mirror cannot listen on ${host}:${port}: ${error.message}.`, details),
      );
    });
    server.listen(port, host, 4096, () => resolve(server.address() as AddressInfo));
  });
}

async function stop(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Closes connections that become idle, since they would wait for another request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await ended;
  clearInterval(sweep);
  clearTimeout(force);
}
