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
import { askJson, type JsonAnswer, type JsonAsker, type JsonCall, notThere, oddAnswer } from "./ask-json.ts";
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

/** Options of `createPortal`. */
export interface PortalOptions {
  /** The address, from the user's own configuration, never from a manifest: credentials go there. */
  readonly url?: string;
  /** Where to find credentials; asked once, at the first download. */
  credentials?(): Promise<Credentials | undefined>;
  /** Why there are no credentials, as a hint; asked where a download is refused for want of them. */
  missingHint?(): Promise<string>;
  /** Send credentials without encryption beyond this machine, too. */
  readonly insecure?: boolean;
  /** How many requests may be under way at once; downloads are not counted. Default 16. */
  readonly concurrency?: number;
  /** Only `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` are read. */
  readonly env?: Environment;
  /** Name, version and address of the program that asks: what the portal's keepers see. */
  readonly userAgent?: string;
  /** Where to sign in. Default: the official address for the official portal, else `/api-login` on the portal itself. */
  readonly authUrl?: string;
  readonly limits?: Partial<Limits>;
  onEvent?(event: PortalEvent): void;
}

/** For callers that do not say who they are; Wube asks clients to say that they are not theirs. */
const USER_AGENT = "factorio-lock (a lockfile for mods; not affiliated with Wube)";

/** A client of the Mod API at an address. Connects at the first request. @throws `USAGE` for a bad address. */
export function createPortal(options: PortalOptions = {}): Portal {
  const base = portalAddress(options.url ?? OFFICIAL_PORTAL);
  const limits = { ...LIMITS, ...options.limits };
  const slot = pLimit(Math.max(1, options.concurrency ?? 16));
  const onEvent = options.onEvent?.bind(options);
  // The token of the credentials, once they were found: no event or message may have it, and no other origin.
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
  // Requests still under way when the portal is closed must not be retried.
  const closing = new AbortController();
  let credentials: Promise<Credentials | undefined> | undefined;
  const withholds = isReadable(base) && options.insecure !== true;

  async function found(): Promise<Credentials | undefined> {
    const account = await options.credentials?.();
    if (account) secrets.push(account.token.reveal());
    return account;
  }

  /** @throws `AUTH_REQUIRED` if others could read what is sent. */
  function refuseReadable(url: URL): void {
    if (isReadable(url) && options.insecure !== true) throw insecurePortal(url);
  }

  function until(signal: AbortSignal | undefined): AbortSignal {
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
      return ask({ method: "GET", url, headers: {}, signal: until(asking.signal), ...account, ...sentBy(asking) });
    },
    post(url, contentType, body, asking) {
      const headers = { "content-type": contentType };
      return ask({ method: "POST", url, headers, body, signal: until(asking.signal), ...sentBy(asking) });
    },
  };
  const place = createKnownAddress(questions, base);

  async function mod(name: string, rest: string, asking: Asking): Promise<PortalMod | undefined> {
    // These would be taken for steps of the path, even when encoded.
    if (name === "" || name === "." || name === "..") return undefined;
    const answer = await questions.get(address(`/api/mods/${encodeURIComponent(name)}${rest}`), asking);
    if (answer.status === 404) {
      await place.demand(answer.message);
      return undefined;
    }
    const decoded = decodeMod(answer.json, (warning) => asking.onWarning?.(warning));
    // A portal that does not tell upper from lower case has another mod, not this one.
    if (decoded && decoded.name !== name && sameButForCase(decoded.name, name)) return undefined;
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
      if (answer.status === 404) throw notThere(`POST ${url.href}`);
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
      const whole = { ...asking, signal: until(asking.signal) };
      return slot(() => signIn({ ...asker, http: signInHttp }, signInUrl, request, whole));
    },
    download(path, downloadOptions = {}) {
      const find = () => (credentials ??= withholds ? Promise.resolve(undefined) : found());
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
        notFound: (message: string) => place.demand(message),
      };
      return download(downloader, path, { ...downloadOptions, signal: until(downloadOptions.signal) });
    },
    async close() {
      closing.abort();
      await Promise.all([http.close(), signInHttp.close()]);
    },
  };
}

function sentBy(asking: Asking): Pick<JsonCall, "onSent"> {
  return asking.onSent ? { onSent: () => asking.onSent?.() } : {};
}

function sameButForCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
