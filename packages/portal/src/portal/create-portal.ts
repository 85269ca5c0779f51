import pLimit from "p-limit";
import type { Credentials } from "../credentials/credentials.ts";
import { redact } from "../credentials/token.ts";
import type { PortalError } from "../error.ts";
import type { PortalEvent } from "../http/events.ts";
import { createHttpClient } from "../http/http-client.ts";
import { LIMITS, type Limits } from "../http/limits.ts";
import { createPace } from "../http/pace.ts";
import { pacedClient } from "../http/paced.ts";
import type { Environment } from "../http/proxy.ts";
import { createReach } from "../http/reach.ts";
import { decodeMod, decodeSearch } from "../wire/decode.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { askJson, endpointMissing, type JsonAnswer, type JsonAsker, type JsonCall, oddAnswer } from "./ask-json.ts";
import { bookmarks } from "./bookmarks.ts";
import { authRequired } from "./credentials-error.ts";
import { download } from "./download.ts";
import { insecurePortal, isReadable } from "./insecure.ts";
import { createKnownAddress } from "./known-address.ts";
import { modLists } from "./mod-lists.ts";
import { searchBody } from "./parameters.ts";
import { type Asking, OFFICIAL_PORTAL, type Portal } from "./portal.ts";
import { portalAddress } from "./portal-address.ts";
import type { Questions } from "./questions.ts";
import { OFFICIAL_SIGN_IN, signIn } from "./sign-in.ts";
import { openThumbnails } from "./thumbnail.ts";

/** Options of `createPortal`. */
export interface PortalOptions {
  /**
   * The portal's address. It must come from the user's own configuration, never from a manifest, because credentials
   * are sent there.
   */
  readonly url?: string;
  /** Finds credentials; called once, before the first download. */
  credentials?(): Promise<Credentials | undefined>;
  /** A hint on why there are no credentials; called if a download is refused without any. */
  missingHint?(): Promise<string>;
  /** Whether credentials may be sent to other machines without encryption. */
  readonly insecure?: boolean;
  /** The maximum number of concurrent requests, not counting downloads. Default 16. */
  readonly concurrency?: number;
  /** Only `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` are read. */
  readonly env?: Environment;
  /** Name, version and address of the calling program, for the operators of the portal. */
  readonly userAgent?: string;
  /**
   * The sign-in address. Default: the official address for the official portal, else `/api-login` on the portal itself.
   */
  readonly authUrl?: string;
  readonly limits?: Partial<Limits>;
  onEvent?(event: PortalEvent): void;
}

/** The default user agent. Wube asks clients to state that they are not affiliated. */
const USER_AGENT = "factorio-lock (a lockfile for mods; not affiliated with Wube)";

/** Creates a client of the Mod API. It connects with the first request. @throws `USAGE` for a bad address. */
export function createPortal(options: PortalOptions = {}): Portal {
  const base = portalAddress(options.url ?? OFFICIAL_PORTAL);
  const limits = { ...LIMITS, ...options.limits };
  const slot = pLimit(Math.max(1, options.concurrency ?? 16));
  const onEvent = options.onEvent?.bind(options);
  // The token, once credentials were found. It must not appear in events or messages, nor be sent to another origin.
  const secrets: string[] = [];
  const shared = {
    limits,
    secrets,
    userAgent: options.userAgent ?? USER_AGENT,
    env: options.env ?? {},
    ...(onEvent ? { onEvent } : {}),
  };
  const reach = createReach();
  const onRetry = (error: PortalError, waitMs: number): void => {
    if (error.isUnconnected) reach.refused();
    onEvent?.({ kind: "retry", message: redact(error.message, secrets), waitMs });
  };
  const client = createHttpClient({
    ...shared,
    origin: base,
    onConnect: () => reach.connected(),
    onEvent(event) {
      if (event.kind === "asked") reach.asked();
      onEvent?.(event);
    },
  });
  const http = pacedClient(client, createPace(limits), limits, onRetry);
  const asker: JsonAsker = { http, limits, onRetry };
  const ownSignIn = base.origin === OFFICIAL_PORTAL ? OFFICIAL_SIGN_IN : address("/api-login").href;
  const signInUrl = portalAddress(options.authUrl ?? ownSignIn);
  const signInHttp = signInUrl.origin === base.origin ? http : createHttpClient({ ...shared, origin: signInUrl });
  const thumbnails = openThumbnails(base, shared);
  // Aborts pending requests when the portal is closed, so that they are not retried.
  const closing = new AbortController();
  let credentials: Promise<Credentials | undefined> | undefined;
  const withholds = isReadable(base) && options.insecure !== true;

  async function findAccount(): Promise<Credentials | undefined> {
    const account = await options.credentials?.();
    if (account) secrets.push(account.token.reveal());
    return account;
  }

  /** @throws `AUTH_REQUIRED` if the connection is not encrypted. */
  function refuseReadable(url: URL): void {
    if (isReadable(url) && options.insecure !== true) throw insecurePortal(url);
  }

  function untilClosed(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  }

  function address(path: string): URL {
    return new URL(base.href.replace(/\/$/, "") + path);
  }

  const ask = async (call: JsonCall): Promise<JsonAnswer> => {
    const answer = await slot(() => reach.ask(() => askJson(asker, call), call.signal));
    if (answer.status === 200) place.answered();
    return answer;
  };

  const questions: Questions = {
    address,
    get(url, asking, token) {
      const account = token ? { signedIn: true, secrets: [token.reveal()] } : {};
      return ask({
        method: "GET",
        url,
        headers: {},
        signal: untilClosed(asking.signal),
        ...account,
        ...onSentOf(asking),
      });
    },
    post(url, contentType, body, asking) {
      const headers = { "content-type": contentType };
      return ask({ method: "POST", url, headers, body, signal: untilClosed(asking.signal), ...onSentOf(asking) });
    },
  };
  const place = createKnownAddress(questions, base);

  async function mod(name: string, rest: string, asking: Asking): Promise<PortalMod | undefined> {
    // These would be resolved as path segments, even if encoded.
    if (name === "" || name === "." || name === "..") return undefined;
    const answer = await questions.get(address(`/api/mods/${encodeURIComponent(name)}${rest}`), asking);
    if (answer.status === 404) {
      await place.assertPortal(answer.message);
      return undefined;
    }
    const decoded = decodeMod(answer.json, (warning) => asking.onWarning?.(warning));
    // A case-insensitive portal answered with another mod; this one does not exist.
    if (decoded && decoded.name !== name && isSameIgnoringCase(decoded.name, name)) return undefined;
    if (decoded?.name !== name) throw oddAnswer(answer.what);
    return decoded;
  }

  return {
    url: base.href.replace(/\/$/, ""),
    limits,
    ...modLists(questions),
    short: (name, asking = {}) => mod(name, "", asking),
    full: (name, asking = {}) => mod(name, "/full", asking),
    async search(query, asking = {}) {
      if (query.bookmarksOf) refuseReadable(base);
      const url = address("/api/search");
      const answer = await questions.post(url, "application/json", JSON.stringify(searchBody(query)), asking);
      if (answer.status === 404) throw endpointMissing(`POST ${url.href}`);
      const page = decodeSearch(answer.json);
      if (!page) throw oddAnswer(answer.what);
      return page;
    },
    async bookmarks(account, asking = {}) {
      refuseReadable(base);
      return bookmarks(questions, account, asking);
    },
    async signIn(request, asking = {}) {
      refuseReadable(signInUrl);
      const whole = { ...asking, signal: untilClosed(asking.signal) };
      return slot(() => signIn({ ...asker, http: signInHttp }, signInUrl, request, whole));
    },
    download(path, downloadOptions = {}) {
      const find = () => (credentials ??= withholds ? Promise.resolve(undefined) : findAccount());
      const missing = async () => {
        const hint = withholds ? undefined : await options.missingHint?.();
        return withholds ? insecurePortal(base) : authRequired(base, hint);
      };
      const downloader = {
        http,
        limits,
        address,
        credentials: find,
        missing,
        notFound: (message: string) => place.assertPortal(message),
      };
      return download(downloader, path, { ...downloadOptions, signal: untilClosed(downloadOptions.signal) });
    },
    thumbnail: (path, asking = {}) => slot(() => thumbnails.get(path, untilClosed(asking.signal))),
    async close() {
      closing.abort();
      await Promise.all([http.close(), signInHttp.close(), thumbnails.close()]);
    },
  };
}

function onSentOf(asking: Asking): Pick<JsonCall, "onSent"> {
  return asking.onSent ? { onSent: () => asking.onSent?.() } : {};
}

function isSameIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
