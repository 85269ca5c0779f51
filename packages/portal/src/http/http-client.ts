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

/** A body that is read while it is sent. */
export interface Upload {
  read(): AsyncIterable<Uint8Array>;
}

/** One request over HTTP. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Of an upload the headers name the length. */
  readonly body?: string | Uint8Array | Upload | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Values of this call that must not leave the portal's origin, nor stand in an event or message, besides those of the
   * client.
   */
  readonly secrets?: readonly string[];
  /** Whether a redirect is the answer, instead of being followed. */
  readonly unfollowed?: boolean;
  /** Called when the request is on its way over a connection that came about for it: now there is time until the answer. */
  onSent?(): void;
  /** Called when an answer sends on to another address that may be asked. */
  onRedirect?(): void;
}

/** A call with all that it must keep secret. */
type SecretCall = Call & {
  readonly secrets: readonly string[];
  /** Called for each part of an upload, and at its end. */
  onPart(): void;
};

/** A response, redirects followed; the body is still being received. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; several values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  /** The request, for messages: `GET https://…`, redacted. */
  readonly what: string;
  /** The address that was asked last. */
  readonly target: URL;
  /** The address that answered, redacted. */
  readonly url: string;
}

/** Sends single requests: connections, time limits, proxies and redirects, but no retries. */
export interface HttpClient {
  /**
   * @throws PortalError `PORTAL_UNREACHABLE` (transient) below HTTP, `PORTAL_ERROR` for a redirect that may not be
   *   followed, `AUTH_REJECTED` for one to the sign-in page; `INTERRUPTED` when the signal fires.
   */
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

/** Options of `createHttpClient`. */
export interface HttpClientOptions {
  /** The origin that is trusted. */
  readonly origin: URL;
  readonly limits: Limits;
  readonly userAgent: string;
  readonly env: Environment;
  /** Values that must not leave the origin, nor stand in an event or message. More may be added to them. */
  readonly secrets?: readonly string[];
  /** Whether an answer may send us to an address. Default: as a mod portal's may. */
  readonly mayFollow?: (origin: URL, target: URL) => boolean;
  onEvent?(event: PortalEvent): void;
  /** Called when a connection to what was asked came about, if need be through a tunnel. */
  onConnect?(): void;
  /** Finds the addresses of a name. Default: the system's. A proxy finds them by itself. */
  readonly lookup?: LookupFunction;
}

/** The way to an address: directly, through a tunnel, or by asking a proxy in its place. */
interface Way {
  readonly dispatcher: Dispatcher;
  /** Set where requests are put to the proxy itself, with the whole address: what a proxy expects for plain http. */
  readonly asked: Proxy | undefined;
}

/** An HTTP client; undici is loaded by the first request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { origin, limits } = options;
  const ways = new Map<string, Promise<Way>>();
  const closing = new AbortController();
  let certificates: Promise<readonly string[] | undefined> | undefined;

  function wayTo(url: URL): Promise<Way> {
    const proxy = proxyFor(url, options.env);
    const isAsked = proxy?.kind === "http" && url.protocol === "http:";
    const key = `${isAsked} ${proxy?.url.href ?? ""}`;
    const known = ways.get(key) ?? openWay(proxy, isAsked);
    ways.set(key, known);
    return known;
  }

  async function openWay(proxy: Proxy | undefined, isAsked: boolean): Promise<Way> {
    const ca = await (certificates ??= trustedCertificates(options.env));
    const { Agent } = await import("undici");
    const shared = { headersTimeout: limits.stallMs, bodyTimeout: limits.stallMs };
    if (proxy && !isAsked) {
      const { tunnelConnector } = await import("./tunnel.ts");
      const connect = tunnelConnector({ proxy, limits, ca, signal: closing.signal });
      return { dispatcher: telling(new Agent({ ...shared, connect })), asked: undefined };
    }
    // TCP's own probes, after a minute of silence, would come later than `stallMs`; and under Wine, a socket
    // that is set to send them cannot connect.
    const { lookup } = options;
    const connect = {
      timeout: limits.connectMs,
      keepAlive: false,
      ...(ca ? { ca: [...ca] } : {}),
      ...(lookup ? { lookup } : {}),
    };
    const agent = new Agent({ ...shared, connect });
    return { dispatcher: proxy ? agent : telling(agent), asked: proxy };
  }

  function telling(agent: Dispatcher): Dispatcher {
    return agent.on("connect", () => options.onConnect?.());
  }

  async function ask(call: SecretCall, url: URL, what: string): Promise<Dispatcher.ResponseData> {
    const started = performance.now();
    const shown = redact(url.href, call.secrets);
    const { dispatcher, asked } = await wayTo(url);
    // undici would connect all the same.
    if (call.signal?.aborted && !(call.signal.reason instanceof HeadTimeout)) throw interrupted();
    options.onEvent?.({ kind: "asked", method: call.method, url: shown });
    const path = url.pathname + url.search;
    // What was waiting for the connection is written before anything else happens.
    if (call.onSent) dispatcher.once("connect", () => setImmediate(() => call.onSent?.()));
    try {
      const answer = await dispatcher.request({
        origin: asked ? asked.url.origin : url.origin,
        path: asked ? url.origin + path : path,
        method: call.method,
        headers: { "user-agent": options.userAgent, ...(asked ? headersFor(asked, url) : {}), ...call.headers },
        ...bodyOf(call),
        ...(call.signal ? { signal: call.signal } : {}),
      });
      const ms = performance.now() - started;
      options.onEvent?.({ kind: "answered", method: call.method, url: shown, status: answer.statusCode, ms });
      if (!asked || !isProxysOwn(answer.statusCode, flatHeaders(answer.headers))) return answer;
      answer.body.on("error", () => {}).destroy();
      throw proxyRefusal(asked, answer.statusCode, what, url);
    } catch (error) {
      if (call.signal?.aborted && !(call.signal.reason instanceof HeadTimeout)) throw interrupted();
      const cause = call.signal?.aborted ? call.signal.reason : error;
      throw transportError(cause, { what, target: url, proxy: asked }, limits);
    }
  }

  async function follow(call: SecretCall): Promise<Answer> {
    let url = call.url;
    for (let hops = 0; ; hops += 1) {
      const what = `${call.method} ${redact(url.href, call.secrets)}`;
      const response = await ask(call, url, what);
      const headers = flatHeaders(response.headers);
      const location = headers["location"];
      if (response.statusCode < 300 || response.statusCode > 399 || location === undefined || call.unfollowed) {
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
        // The time for an answer begins when all was sent.
        return await follow({ ...call, signal, secrets, onPart: () => timer.refresh() });
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      closing.abort();
      const open = [...ways.values()];
      ways.clear();
      await Promise.all(
        open.map((way) =>
          way.then(
            ({ dispatcher }) => dispatcher.destroy(),
            () => undefined,
          ),
        ),
      );
    },
  };
}

/** The body of a request as undici takes it; its own limit of the time for an answer would count while we send. */
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

/** The headers that a request to a proxy needs besides its own. */
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
  if (!target) throw badRedirect(what, "redirects to something that is no address");
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

/** The origin of an address for messages. It comes from the other side, so secrets are removed. */
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

/** The wait that an answer asks for before the next try. */
export function retryAfterOf(answer: Pick<Answer, "headers">): number | undefined {
  return parseRetryAfter(answer.headers["retry-after"], Date.now());
}
