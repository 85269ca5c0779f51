import pLimit from "p-limit";
import type { Credentials } from "../credentials/credentials.ts";
import { redact } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import type { PortalEvent } from "../http/events.ts";
import { createHttpClient } from "../http/http-client.ts";
import { LIMITS, type Limits } from "../http/limits.ts";
import type { Environment } from "../http/proxy.ts";
import { decodeBookmarks, decodeList, decodeMod, decodeSearch } from "../wire/decode.ts";
import { listFingerprints } from "../wire/fingerprint.ts";
import type { ModListPage } from "../wire/mod-list.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { askJson, type JsonAnswer, type JsonAsker, notThere, oddAnswer } from "./ask-json.ts";
import { download, rejected } from "./download.ts";
import { listParameters, searchBody } from "./parameters.ts";
import { type Asking, type ListQuery, OFFICIAL_PORTAL, type Portal } from "./portal.ts";
import { portalAddress } from "./portal-address.ts";
import { OFFICIAL_SIGN_IN, signIn } from "./sign-in.ts";

/** What a portal is made of. */
export interface PortalOptions {
  /** The address, from the user's own configuration, never from a manifest: credentials go there. */
  readonly url?: string;
  /** Where to find credentials; asked once, at the first download. */
  credentials?(): Promise<Credentials | undefined>;
  /** How many questions may be under way at once; downloads are not counted. Default 16. */
  readonly concurrency?: number;
  /** Only `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read. */
  readonly env?: Environment;
  /** Name, version and address of the program that asks: what the portal's keepers see. */
  readonly userAgent?: string;
  /** Where to sign in. Default: the official address for the official portal, else `/api-login` on the portal itself. */
  readonly authUrl?: string;
  readonly limits?: Partial<Limits>;
  onEvent?(event: PortalEvent): void;
}

/** The most names in one question. Source: domain.md 1.1. */
const NAMES_A_QUESTION = 500;

/** For callers that do not say who they are; Wube asks clients to say that they are not theirs. */
const USER_AGENT = "factorio-lock (a lockfile for mods; not affiliated with Wube)";

function chunks(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / NAMES_A_QUESTION);
  return Array.from({ length: count }, (_, at) => names.slice(at * NAMES_A_QUESTION, (at + 1) * NAMES_A_QUESTION));
}

/** A client of the Mod API at an address. Connects at the first question. @throws `USAGE` for a bad address. */
export function createPortal(options: PortalOptions = {}): Portal {
  const base = portalAddress(options.url ?? OFFICIAL_PORTAL);
  const limits = { ...LIMITS, ...options.limits };
  const slot = pLimit(Math.max(1, options.concurrency ?? 16));
  const onEvent = options.onEvent?.bind(options);
  const shared = {
    limits,
    userAgent: options.userAgent ?? USER_AGENT,
    env: options.env ?? {},
    ...(onEvent ? { onEvent } : {}),
  };
  const http = createHttpClient({ ...shared, origin: base });
  const asker: JsonAsker = {
    http,
    limits,
    onRetry: (error, waitMs) => onEvent?.({ kind: "retry", message: redact(error.message), waitMs }),
  };
  const signInUrl = new URL(
    options.authUrl ?? (base.origin === OFFICIAL_PORTAL ? OFFICIAL_SIGN_IN : address("/api-login").href),
  );
  const signInHttp = signInUrl.origin === base.origin ? http : createHttpClient({ ...shared, origin: signInUrl });
  // What is still under way when the portal is closed must not be tried again.
  const closing = new AbortController();
  let credentials: Promise<Credentials | undefined> | undefined;

  function until(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  }

  function address(path: string): URL {
    return new URL(base.href.replace(/\/$/, "") + path);
  }

  function get(url: URL, asking: Asking, signedIn = false): Promise<JsonAnswer> {
    return slot(() => askJson(asker, { method: "GET", url, headers: {}, signal: until(asking.signal), signedIn }));
  }

  function post(url: URL, contentType: string, body: string, asking: Asking): Promise<JsonAnswer> {
    return slot(() =>
      askJson(asker, {
        method: "POST",
        url,
        headers: { "content-type": contentType },
        body,
        signal: until(asking.signal),
      }),
    );
  }

  async function mod(name: string, rest: string, asking: Asking): Promise<PortalMod | undefined> {
    // These would be taken for steps of the path, even when encoded.
    if (name === "" || name === "." || name === "..") return undefined;
    const answer = await get(address(`/api/mods/${encodeURIComponent(name)}${rest}`), asking);
    if (answer.status === 404) return undefined;
    const decoded = decodeMod(answer.json, (warning) => asking.onWarning?.(warning));
    if (decoded?.name !== name) throw oddAnswer(answer.what);
    return decoded;
  }

  async function askList(query: ListQuery, asking: Asking): Promise<{ json: unknown; what: string }> {
    const url = address("/api/mods");
    url.search = listParameters(query).toString();
    const form = query.namelist && `namelist=${query.namelist.map(encodeURIComponent).join(",")}`;
    const answer =
      form === undefined ? await get(url, asking) : await post(url, "application/x-www-form-urlencoded", form, asking);
    if (answer.status === 404) throw notThere(`${form === undefined ? "GET" : "POST"} ${url.href}`);
    return answer;
  }

  async function list(query: ListQuery = {}, asking: Asking = {}): Promise<ModListPage> {
    const { json, what } = await askList(query, asking);
    const page = decodeList(json, (warning) => asking.onWarning?.(warning));
    if (!page) throw oddAnswer(what);
    return page;
  }

  async function* pages(query: ListQuery = {}, asking: Asking = {}): AsyncGenerator<ModListPage, void> {
    for (let page = query.page ?? 1; ; page += 1) {
      const answer = await list({ ...query, page }, asking);
      yield answer;
      if (answer.pagination === null || page >= answer.pagination.page_count || answer.results.length === 0) return;
    }
  }

  async function namelist(names: readonly string[], asking: Asking = {}): Promise<PortalMod[]> {
    const answers = chunks(names).map((chunk) => list({ namelist: chunk, pageSize: "max" }, asking));
    return (await Promise.all(answers)).flatMap(({ results }) =>
      results.map((entry) => ({ ...entry, releases: entry.releases ?? [] })),
    );
  }

  async function fingerprints(names: readonly string[], asking: Asking = {}): Promise<Map<string, string>> {
    const answers = chunks(names).map(async (chunk) => {
      const { json, what } = await askList({ namelist: chunk, pageSize: "max" }, asking);
      const prints = listFingerprints(json);
      if (!prints) throw oddAnswer(what);
      return [...prints];
    });
    return new Map((await Promise.all(answers)).flat());
  }

  return {
    url: base.href.replace(/\/$/, ""),
    limits,
    list,
    pages,
    namelist,
    fingerprints,
    short: (name, asking = {}) => mod(name, "", asking),
    full: (name, asking = {}) => mod(name, "/full", asking),
    async search(query, asking = {}) {
      const url = address("/api/search");
      const answer = await post(url, "application/json", JSON.stringify(searchBody(query)), asking);
      if (answer.status === 404) throw notThere(`POST ${url.href}`);
      const page = decodeSearch(answer.json);
      if (!page) throw oddAnswer(answer.what);
      return page;
    },
    async bookmarks(account, asking = {}) {
      const url = address("/api/bookmarks");
      url.searchParams.set("username", account.username);
      url.searchParams.set("token", account.token.reveal());
      const answer = await get(url, asking, true).catch((error: unknown) => {
        if (!(error instanceof PortalError)) throw error;
        const refused = error.code === "AUTH_REJECTED" || error.status === 401 || error.status === 403;
        const fault = error.code === "AUTH_REJECTED" ? "it wants you to sign in" : `it answered ${error.status ?? ""}`;
        throw refused ? rejected(account, fault, error.status) : error;
      });
      if (answer.status === 404) throw notThere(`GET ${redact(url.href)}`);
      const names = decodeBookmarks(answer.json);
      if (!names) throw oddAnswer(answer.what);
      return names;
    },
    signIn: (request, asking = {}) =>
      slot(() =>
        signIn({ ...asker, http: signInHttp }, signInUrl, request, { ...asking, signal: until(asking.signal) }),
      ),
    download(path, downloadOptions = {}) {
      const find = () => (credentials ??= Promise.resolve(options.credentials?.()));
      return download({ http, limits, address, credentials: find }, path, {
        ...downloadOptions,
        signal: until(downloadOptions.signal),
      });
    },
    async close() {
      closing.abort();
      await Promise.all([http.close(), signInHttp.close()]);
    },
  };
}
