import type { IncomingMessage, ServerResponse } from "node:http";
import { FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "@factorio-lock/portal";
import { type AccessEntry, redactPath } from "./access-log.ts";
import type { Client } from "./client-address.ts";
import { answerPreflight } from "./cross-origin.ts";
import type { Exchange, Handler, Service } from "./exchange.ts";
import { findRoute, type Match } from "./routes.ts";
import { sendMessage, sendUnavailable } from "./send-message.ts";

/** The callbacks by which a mirror reports requests. */
export interface RequestReports {
  onAccess?(entry: AccessEntry): void;
  /** Called with a defect during a request; the client got 500. */
  onDefect?(error: unknown): void;
}

/** Answers a request, and records it in log and metrics. Never throws. */
export function answerRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  reports: RequestReports,
): void {
  const url = withoutOrigin(request.url ?? "/");
  const at = url.indexOf("?");
  const path = withoutDoubleSlashes(at < 0 ? url : url.slice(0, at));
  const match = findRoute(path);
  const client = service.clientOf(request);
  account(service, request, response, client, match?.route.name ?? "other", reports);
  const exchange: Exchange = {
    service,
    request,
    response,
    method: request.method ?? "GET",
    client,
    search: at < 0 ? "" : url.slice(at + 1),
  };
  const { sendWindows } = service;
  try {
    const answered =
      sendWindows.open(request.socket) > 0
        ? dispatch(exchange, match)
        : // A client that keeps sending requests without reading answers has to wait.
          sendWindows.room(request.socket).then((isOpen) => (isOpen ? dispatch(exchange, match) : undefined));
    answered?.catch((error: unknown) => answerFailure(exchange, error, reports)).catch(() => response.destroy());
  } catch (error) {
    answerFailure(exchange, error, reports);
  }
}

/** Some clients put an extra slash before a download address. */
function withoutDoubleSlashes(path: string): string {
  return path.includes("//") ? path.replaceAll(/\/{2,}/g, "/") : path;
}

/** Removes the origin, which a client sends if it uses the mirror as its proxy. */
function withoutOrigin(url: string): string {
  return url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/?#]*/i, "");
}

function dispatch(exchange: Exchange, match: Match | undefined): void | Promise<void> {
  if (!exchange.service.hosts(exchange.request.headers.host)) {
    return sendMessage(exchange, 421, "This mirror is not known by the name that it was asked for");
  }
  if (answerPreflight(exchange)) return;
  if (!match) return sendMessage(exchange, 404, "Not found");
  const { methods } = match.route;
  const handler = handlerOf(methods, exchange.method);
  if (handler) return handler(exchange, match.segments);
  const allowed = Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  sendMessage(exchange, 405, "Method not allowed", ["Allow", allowed.join(", ")]);
}

function handlerOf(methods: Match["route"]["methods"], method: string): Handler | undefined {
  if (method === "GET" || method === "HEAD") return methods.GET;
  return method === "POST" ? methods.POST : undefined;
}

function answerFailure(exchange: Exchange, error: unknown, reports: RequestReports): void {
  const { request, response, service } = exchange;
  const gone = request.destroyed && !request.complete;
  const isOurs = isSystemError(error);
  if (isOurs) service.troubles.report(error.code ?? "", `Requests cannot be answered: ${error.message}`);
  else if (!(error instanceof FactorioLockError) && !gone) reports.onDefect?.(error);
  if (response.headersSent || gone) response.destroy();
  else if (isOurs) sendUnavailable(exchange, "The mirror cannot read what was asked for; ask again", OWN_RETRY_SECONDS);
  else if (!(error instanceof FactorioLockError)) sendMessage(exchange, 500, "Internal error");
  else answerError(exchange, error);
}

function answerError(exchange: Exchange, error: FactorioLockError): void {
  const status = statusOf(error);
  if (status === 503) return sendUnavailable(exchange, error.message, UPSTREAM_RETRY_SECONDS);
  sendMessage(exchange, status, error.code.startsWith("AUTH_") ? UPSTREAM_REFUSAL : error.message);
}

/** The `Retry-After` in seconds after an error of the mirror's own system, and after one of the upstream portal. */
const OWN_RETRY_SECONDS = 2;
const UPSTREAM_RETRY_SECONDS = 5;

/** Whether an error comes from the operating system: out of file descriptors, no permission, a broken disk. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "errno" in error && "syscall" in error;
}

/** Sent instead of the portal's own message, which is about an account that need not be the client's. */
const UPSTREAM_REFUSAL = "Forbidden: the portal behind the mirror does not accept the user name or the token";

/** The status for an error of the upstream portal. */
function statusOf(error: FactorioLockError): number {
  if (error instanceof PortalError && error.status === 400) return 400;
  return STATUS_OF[error.code] ?? 502;
}

const STATUS_OF: Readonly<Partial<Record<FactorioLockError["code"], number>>> = {
  AUTH_REJECTED: 403,
  AUTH_REQUIRED: 403,
  MOD_NOT_FOUND: 404,
  PORTAL_UNREACHABLE: 503,
  FAILED: 503,
  BUSY: 503,
};

/** Counts the request, and logs it at the end of its answer. */
function account(
  { metrics }: Service,
  request: IncomingMessage,
  response: ServerResponse,
  { address }: Client,
  route: string,
  reports: RequestReports,
): void {
  const start = performance.now();
  const { socket } = request;
  const sentBefore = socket.bytesWritten;
  metrics.underWay(1);
  response.on("close", () => {
    const milliseconds = performance.now() - start;
    const bytes = Math.max(socket.bytesWritten - sentBefore, 0);
    metrics.underWay(-1);
    metrics.record({ route, status: response.statusCode, bytes, milliseconds });
    reports.onAccess?.({
      time: new Date(Date.now() - milliseconds).toISOString(),
      client: address,
      method: request.method ?? "",
      path: redactPath(request.url ?? ""),
      status: response.statusCode,
      bytes,
      milliseconds: Math.round(milliseconds * 100) / 100,
      agent: (request.headers["user-agent"] ?? "").slice(0, 200),
      aborted: !response.writableFinished,
    });
  });
}
