import type { LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { ownSignal } from "@factorio-lock/disk";
import type { Dispatcher } from "undici";
import { holdsToken, redact, redactForeign } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import type { PortalEvent } from "./events.ts";
import { interrupted } from "./interrupted.ts";
import type { Limits } from "./limits.ts";
import { type Environment, type Proxy, proxyAuthorization, proxyFor } from "./proxy.ts";
import { isProxysOwn, proxyRefusal } from "./proxy-fault.ts";
import { isSignIn, mayFollow, withoutCredentials } from "./redirect.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { HeadTimeout, transportError } from "./transport-error.ts";
import { trustedCertificates } from "./trusted-certificates.ts";

/** A body that is streamed. */
export interface Upload {
  read(): AsyncIterable<Uint8Array>;
}

/** An HTTP request. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For an upload, the headers must contain the length. */
  readonly body?: string | Uint8Array | Upload | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Secrets of this request, besides those of the client. They must not be sent to another origin, nor appear in events
   * or messages.
   */
  readonly secrets?: readonly string[];
  /** Whether to return a redirect as the answer instead of following it. */
  readonly noFollow?: boolean;
  /**
   * Called when the request has been sent over a newly opened connection. The caller can do other work until the answer
   * arrives.
   */
  onSent?(): void;
  /** Called for each redirect that is followed. */
  onRedirect?(): void;
}

/** A request with all its secrets. */
type SecretCall = Call & {
  readonly secrets: readonly string[];
  /** Called for each part of an upload, and at its end. */
  onPart(): void;
};

/** A response after redirects. Its body is still being received. */
export interface Answer {
  readonly status: number;
  /** With lower-case names; several values of a header are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  /** The redacted request for messages: `GET https://…`. */
  readonly what: string;
  /** The last requested address. */
  readonly target: URL;
  /** The redacted address that answered. */
  readonly url: string;
}

/** Sends single requests: connections, time limits, proxies and redirects, but no retries. */
export interface HttpClient {
  /**
   * @throws PortalError `PORTAL_UNREACHABLE` (usually transient) for errors below HTTP, `PORTAL_ERROR` for a disallowed
   *   redirect, `AUTH_REJECTED` for a redirect to the sign-in page; `INTERRUPTED` if the signal aborts
   */
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

/** Options of `createHttpClient`. */
export interface HttpClientOptions {
  /** The trusted origin. */
  readonly origin: URL;
  readonly limits: Limits;
  readonly userAgent: string;
  readonly env: Environment;
  /** Secrets that must not be sent to another origin, nor appear in events or messages. The array may grow later. */
  readonly secrets?: readonly string[];
  /** Whether a redirect may be followed. Default: the rules for a mod portal. */
  readonly mayFollow?: (origin: URL, target: URL) => boolean;
  onEvent?(event: PortalEvent): void;
  /** Called when a connection to the target was opened, directly or through a tunnel. */
  onConnect?(): void;
  /** Resolves host names. Default: the system's resolver. Not used with a proxy, which resolves names itself. */
  readonly lookup?: LookupFunction;
}

/** How an address is reached: directly, through a tunnel, or by a forward proxy. */
interface Route {
  readonly dispatcher: Dispatcher;
  /**
   * The proxy to which requests are sent with the full address, as proxies expect for plain http; undefined otherwise.
   */
  readonly forwardProxy: Proxy | undefined;
}

/** Creates an HTTP client. undici is loaded with the first request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { origin, limits } = options;
  const routes = new Map<string, Promise<Route>>();
  const closing = new AbortController();
  let certificates: Promise<readonly string[] | undefined> | undefined;

  function routeTo(url: URL): Promise<Route> {
    const proxy = proxyFor(url, options.env);
    const isForward = proxy?.kind === "http" && url.protocol === "http:";
    const key = `${isForward} ${proxy?.url.href ?? ""}`;
    const known = routes.get(key) ?? openRoute(proxy, isForward);
    routes.set(key, known);
    return known;
  }

  async function openRoute(proxy: Proxy | undefined, isForward: boolean): Promise<Route> {
    const ca = await (certificates ??= trustedCertificates(options.env));
    const { Agent } = await import("undici");
    const shared = { headersTimeout: limits.stallMs, bodyTimeout: limits.stallMs };
    if (proxy && !isForward) {
      const { tunnelConnector } = await import("./tunnel.ts");
      const connect = tunnelConnector({ proxy, limits, ca, signal: closing.signal });
      return { dispatcher: withConnectEvent(new Agent({ ...shared, connect })), forwardProxy: undefined };
    }
    // No TCP keep-alive: its probes start after a minute, later than `stallMs`, and under Wine a socket with keep-alive
    // cannot connect.
    const { lookup } = options;
    const connect = {
      timeout: limits.connectMs,
      keepAlive: false,
      ...(ca ? { ca: [...ca] } : {}),
      ...(lookup ? { lookup } : {}),
    };
    const agent = new Agent({ ...shared, connect });
    return { dispatcher: proxy ? agent : withConnectEvent(agent), forwardProxy: proxy };
  }

  function withConnectEvent(agent: Dispatcher): Dispatcher {
    return agent.on("connect", () => options.onConnect?.());
  }

  async function ask(call: SecretCall, url: URL, what: string): Promise<Dispatcher.ResponseData> {
    const started = performance.now();
    const shown = redact(url.href, call.secrets);
    const { dispatcher, forwardProxy } = await routeTo(url);
    // undici would open a connection even for an aborted signal.
    if (call.signal?.aborted && !(call.signal.reason instanceof HeadTimeout)) throw interrupted();
    options.onEvent?.({ kind: "asked", method: call.method, url: shown });
    const path = url.pathname + url.search;
    // By the next turn of the event loop the request has been written to the connection.
    if (call.onSent) dispatcher.once("connect", () => setImmediate(() => call.onSent?.()));
    try {
      const answer = await dispatcher.request({
        origin: forwardProxy ? forwardProxy.url.origin : url.origin,
        path: forwardProxy ? url.origin + path : path,
        method: call.method,
        headers: {
          "user-agent": options.userAgent,
          ...(forwardProxy ? headersFor(forwardProxy, url) : {}),
          ...call.headers,
        },
        ...bodyOf(call),
        ...(call.signal ? { signal: call.signal } : {}),
      });
      const ms = performance.now() - started;
      options.onEvent?.({ kind: "answered", method: call.method, url: shown, status: answer.statusCode, ms });
      if (!forwardProxy || !isProxysOwn(answer.statusCode, flatHeaders(answer.headers))) return answer;
      answer.body.on("error", () => {}).destroy();
      throw proxyRefusal(forwardProxy, answer.statusCode, what, url);
    } catch (error) {
      if (call.signal?.aborted && !(call.signal.reason instanceof HeadTimeout)) throw interrupted();
      const cause = call.signal?.aborted ? call.signal.reason : error;
      throw transportError(cause, { what, target: url, proxy: forwardProxy }, limits);
    }
  }

  async function follow(call: SecretCall): Promise<Answer> {
    let url = call.url;
    for (let hops = 0; ; hops += 1) {
      const what = `${call.method} ${redact(url.href, call.secrets)}`;
      const response = await ask(call, url, what);
      const headers = flatHeaders(response.headers);
      const location = headers["location"];
      if (response.statusCode < 300 || response.statusCode > 399 || location === undefined || call.noFollow) {
        return {
          status: response.statusCode,
          headers,
          body: response.body,
          what,
          target: url,
          url: redact(url.href, call.secrets),
        };
      }
      response.body.dump({ limit: 16_384 }).catch(() => {});
      if (hops >= limits.redirects) throw badRedirect(what, `redirects more than ${limits.redirects} times`);
      url = redirectTarget(
        call,
        { origin, mayFollow: options.mayFollow ?? mayFollow },
        url,
        location,
        response.statusCode,
        what,
      );
      call.onRedirect?.();
    }
  }

  return {
    async send(call) {
      const head = new AbortController();
      const timer = setTimeout(() => head.abort(new HeadTimeout()), limits.headMs);
      const signal = AbortSignal.any([head.signal, ...(call.signal ? [ownSignal(call.signal)] : [])]);
      try {
        const secrets = [...(options.secrets ?? []), ...(call.secrets ?? [])];
        // The time limit for an answer starts after the upload.
        return await follow({ ...call, signal, secrets, onPart: () => timer.refresh() });
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      closing.abort();
      const open = [...routes.values()];
      routes.clear();
      await Promise.all(
        open.map((route) =>
          route.then(
            ({ dispatcher }) => dispatcher.destroy(),
            () => undefined,
          ),
        ),
      );
    },
  };
}

/**
 * The body for undici. For an upload undici's own headers timeout is disabled, because it would run during the upload.
 */
function bodyOf(call: SecretCall): Pick<Dispatcher.RequestOptions, "body" | "headersTimeout"> {
  const { body } = call;
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) return { body: body ?? null };
  return { body: Readable.from(parts(body, call), { objectMode: false }), headersTimeout: 0 };
}

async function* parts(upload: Upload, call: SecretCall): AsyncGenerator<Uint8Array> {
  for await (const part of upload.read()) {
    call.onPart();
    yield part;
  }
  call.onPart();
}

/** The additional headers of a request to a forward proxy. */
function headersFor(proxy: Proxy, { host }: URL): Record<string, string> {
  const login = proxyAuthorization(proxy);
  return { host, ...(login === undefined ? {} : { "proxy-authorization": login }) };
}

function redirectTarget(
  call: SecretCall,
  trust: { readonly origin: URL; readonly mayFollow: (origin: URL, target: URL) => boolean },
  from: URL,
  location: string,
  status: number,
  what: string,
): URL {
  const { origin } = trust;
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!target) throw badRedirect(what, "redirects to something that is not an address");
  if (isSignIn(target)) {
    throw new PortalError("AUTH_REJECTED", `The mod portal wants you to sign in first (${what}).`, {
      hint: "check the address of the portal (--portal or FACTORIO_LOCK_PORTAL), and whether this network wants you to sign in to it first.",
      status,
    });
  }
  if (!trust.mayFollow(origin, target))
    throw badRedirect(what, `redirects to ${shownOrigin(target, call)}, which is not trusted`);
  if (call.method === "POST" && (target.origin !== origin.origin || (status !== 307 && status !== 308))) {
    throw badRedirect(what, "redirects a request that must not be repeated elsewhere");
  }
  const clean = withoutCredentials(origin, target);
  if (clean.origin !== origin.origin && holdsToken(clean.href, call.secrets)) {
    throw badRedirect(what, `redirects to ${shownOrigin(target, call)} with the token in the address`);
  }
  return clean;
}

/** The origin of an address for messages. The server chose it, so secrets are removed. */
function shownOrigin({ origin }: URL, { secrets }: SecretCall): string {
  return redactForeign(origin, secrets) || "another address";
}

function badRedirect(what: string, fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal ${fault} (${what}).`, {
    hint: "check the address of the portal (--portal or FACTORIO_LOCK_PORTAL).",
  });
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/** The `Retry-After` of an answer in milliseconds; undefined if there is none. */
export function retryAfterOf(answer: Pick<Answer, "headers">): number | undefined {
  return parseRetryAfter(answer.headers["retry-after"], Date.now());
}
