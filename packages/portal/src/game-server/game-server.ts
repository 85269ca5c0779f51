import { FactorioLockError } from "@factorio-lock/core";
import type { Credentials } from "../credentials/credentials.ts";
import { PortalError } from "../error.ts";
import { createHttpClient } from "../http/http-client.ts";
import { LIMITS, type Limits } from "../http/limits.ts";
import { isLoopback } from "../http/loopback.ts";
import type { Environment } from "../http/proxy.ts";
import { readAnswer } from "../http/read-answer.ts";
import { retry } from "../http/retry.ts";
import { downloadFrom } from "../portal/download.ts";
import { isReadable } from "../portal/insecure.ts";
import type { Asking, Download, DownloadOptions } from "../portal/portal.ts";
import { portalAddress } from "../portal/portal-address.ts";
import { statusError } from "../portal/status-error.ts";

/** The server from which the game itself is downloaded. Source: docs/factorio.md, 5. */
const OFFICIAL_GAME_SERVER = "https://www.factorio.com";

/** The newest versions by build, both as given by the server. A build that it does not list is absent. */
export interface NewestGames {
  readonly stable: Readonly<Record<string, string>>;
  readonly experimental: Readonly<Record<string, string>>;
}

/** A client for the server with the game's own archives. Its methods throw a `PortalError`, or `INTERRUPTED`. */
export interface GameServer {
  readonly url: string;
  readonly limits: Limits;
  newest(asking?: Asking): Promise<NewestGames>;
  /** The official list of SHA-256 hashes, with lines `HEX  FILE`. */
  sums(asking?: Asking): Promise<string>;
  /** Starts a download of `/get-download/VERSION/BUILD/PLATFORM`. @throws as `Portal.download` does */
  download(path: string, options?: DownloadOptions): Promise<Download>;
  close(): Promise<void>;
}

/** Options of `createGameServer`. */
export interface GameServerOptions {
  readonly url?: string;
  /** Called for builds that need an account. The result is never sent to another origin. */
  credentials?(): Promise<Credentials | undefined>;
  readonly env?: Environment;
  readonly userAgent: string;
  readonly limits?: Partial<Limits>;
}

const DOWNLOAD =
  /^\/get-download\/\d{1,5}\.\d{1,5}\.\d{1,5}\/(headless|alpha|expansion)\/(?:linux64|win64-manual|osx)$/;

/** Creates a client for the game server. It connects with the first request. */
export function createGameServer(options: GameServerOptions): GameServer {
  const base = portalAddress(options.url ?? OFFICIAL_GAME_SERVER);
  const limits = { ...LIMITS, ...options.limits };
  const { userAgent, env = {} } = options;
  const http = createHttpClient({ origin: base, limits, userAgent, env, mayFollow });
  const address = (path: string) => new URL(base.href.replace(/\/$/, "") + path);

  async function text(path: string, { signal }: Asking): Promise<string> {
    return withServerErrors(() =>
      retry(
        async () => {
          const answer = await http.send({ method: "GET", url: address(path), headers: { accept: "*/*" }, signal });
          const body = await readAnswer(answer, limits);
          if (answer.status !== 200) throw statusError(answer, body);
          return body.toString("utf8");
        },
        { limits, ...(signal ? { signal } : {}) },
      ),
    );
  }

  return {
    url: base.href.replace(/\/$/, ""),
    limits,
    async newest(asking = {}) {
      const body = await text("/api/latest-releases", asking);
      const { stable, experimental } = objectOf(body);
      return { stable: textsOf(stable), experimental: textsOf(experimental) };
    },
    sums: (asking = {}) => text("/download/sha256sums/", asking),
    async download(path, downloadOptions = {}) {
      const [, build] = DOWNLOAD.exec(path) ?? [];
      if (build === undefined)
        throw new FactorioLockError("UNSAFE_NAME", "The path of the game's archive is malformed.");
      const needsAccount = build !== "headless";
      const credentials = async () => (needsAccount && !isReadable(base) ? options.credentials?.() : undefined);
      const missing = async () => (needsAccount ? accountNeeded(base) : webPage());
      return withServerErrors(() =>
        downloadFrom({ http, limits, address, credentials, missing }, address(path), downloadOptions),
      );
    },
    close: () => http.close(),
  };
}

/** Allows redirects to any host: the archive is verified by its hash, and no credentials are sent there. */
function mayFollow(origin: URL, target: URL): boolean {
  if (target.protocol === "https:") return isLoopback(origin) || !isLoopback(target);
  return target.protocol === "http:" && isLoopback(origin) && isLoopback(target);
}

function objectOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below.
  }
  throw new PortalError("PORTAL_ERROR", "The download server did not answer with the newest versions of the game.", {
    hint: "open a web browser: this network may want you to sign in first. Otherwise try again later.",
  });
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function accountNeeded({ origin }: URL): FactorioLockError {
  return new FactorioLockError(
    "AUTH_REQUIRED",
    `${origin} gives this build of the game only to accounts that own it, and no user name and token for it were found.`,
    {
      hint: "run `factorio-lock login`, or set FACTORIO_USERNAME and FACTORIO_TOKEN; a headless server needs none.",
    },
  );
}

function webPage(): PortalError {
  return new PortalError("PORTAL_ERROR", "A web page, or a refusal, came instead of the game.", {
    hint: "open a web browser: this network may want you to sign in first. Then try again.",
  });
}

/** Runs a request. Its errors refer to the download server instead of the mod portal. */
async function withServerErrors<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw gameServerError(error);
  }
}

/** Rewords a transfer error to refer to the download server instead of the mod portal. */
export function gameServerError(error: unknown): unknown {
  if (!(error instanceof PortalError)) return error;
  const { code, hint, status, transient, retryAfterMs, cause } = error;
  return new PortalError(code, error.message.replaceAll("The mod portal", "The download server"), {
    ...(hint === undefined
      ? {}
      : {
          hint: hint.replace("the portal (--portal or FACTORIO_LOCK_PORTAL)", "the server (FACTORIO_LOCK_GAME_SERVER)"),
        }),
    ...(status === undefined ? {} : { status }),
    ...(transient ? { transient } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cause === undefined ? {} : { cause }),
  });
}
