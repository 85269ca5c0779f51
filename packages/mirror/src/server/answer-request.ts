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
  /** A defect met while answering; the client got 500. */
  onDefect?(error: unknown): void;
}

/** Answers one request, whatever it is, and accounts for it. Never throws. */
export async function answerRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  reports: RequestReports,
): Promise<void> {
  const url = withoutOrigin(request.url ?? "/");
  const at = url.indexOf("?");
  // Some clients put their own slash before that of a download address.
  const path = (at < 0 ? url : url.slice(0, at)).replaceAll(/\/{2,}/g, "/");
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
  try {
    // A client that asks on and takes nothing waits, too.
    const { sendWindows } = service;
    if (sendWindows.open(request.socket) === 0 && !(await sendWindows.room(request.socket))) return;
    await dispatch(exchange, match);
  } catch (error) {
    answerFailure(exchange, error, reports);
  }
}

/** A client that takes the mirror for its proxy names the host, too. */
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
  else if (isOurs) sendUnavailable(exchange, "The mirror cannot read what was asked for; ask again", OURS_PAUSE);
  else if (!(error instanceof FactorioLockError)) sendMessage(exchange, 500, "Internal error");
  else answerError(exchange, error);
}

function answerError(exchange: Exchange, error: FactorioLockError): void {
  const status = statusOf(error);
  if (status === 503) return sendUnavailable(exchange, error.message, BEHIND_PAUSE);
  sendMessage(exchange, status, error.code.startsWith("AUTH_") ? REFUSED_BEHIND : error.message);
}

/** Seconds after which a client may ask again for what our system could not give, and what the portal behind could not. */
const OURS_PAUSE = 2;
const BEHIND_PAUSE = 5;

/** Whether it is the system's word that it could not do something: out of file descriptors, no permission, a broken disk. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "errno" in error && "syscall" in error;
}

/** The portal's own words are about an account, which need not be the client's. */
const REFUSED_BEHIND = "Forbidden: the portal behind the mirror does not accept the user name or the token";

/** The status for a failure elsewhere (of the portal behind a pull-through mirror). */
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

/** Counts the request, and logs it when its answer has ended. */
function account(
  { metrics }: Service,
  request: IncomingMessage,
  response: ServerResponse,
  { address }: Client,
  route: string,
  reports: RequestReports,
): void {
  const start = performance.now();
  const began = Date.now();
  const { socket } = request;
  const sentBefore = socket.bytesWritten;
  metrics.underWay(1);
  response.on("close", () => {
    const milliseconds = performance.now() - start;
    const bytes = Math.max(socket.bytesWritten - sentBefore, 0);
    metrics.underWay(-1);
    metrics.record({ route, status: response.statusCode, bytes, milliseconds });
    reports.onAccess?.({
      time: new Date(began).toISOString(),
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
