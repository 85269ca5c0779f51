import { PortalError } from "../error.ts";
import { createHttpClient, retryAfterOf, type Upload } from "./http-client.ts";
import { inWordsOf } from "./in-words-of.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { Environment } from "./proxy.ts";
import { readBody } from "./read-body.ts";
import { retry } from "./retry.ts";

/** A request to a server. */
export interface ServerRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Must be on the server's own origin. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For an upload, which is streamed, the headers must contain the length. */
  readonly body?: Uint8Array | Upload | undefined;
}

/** The answer of a server, whatever its status: a redirect is an answer too. */
export interface ServerAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A server other than a mod portal, with the same proxies, certificates, deadlines and tries. */
export interface Server {
  /**
   * Sends a request, with up to three tries if the network or the server fails temporarily.
   *
   * @param next creates the request for each try
   * @throws FactorioLockError `PORTAL_UNREACHABLE` for errors below HTTP, `PORTAL_ERROR` for an answer of more than 64
   *   MB; `INTERRUPTED` if the signal aborts; any error from `next`
   */
  ask(next: () => Promise<ServerRequest>, signal?: AbortSignal): Promise<ServerAnswer>;
  close(): Promise<void>;
}

/** Options of `openServer`. */
export interface ServerOptions {
  readonly env: Environment;
  readonly userAgent: string;
  readonly limits?: Partial<Limits>;
}

/** Opens a client for a server. */
export function openServer(origin: URL, { env, userAgent, limits: given }: ServerOptions): Server {
  // No time budget: a large upload may take long, and may be retried after that.
  const limits = { ...LIMITS, budgetMs: Number.POSITIVE_INFINITY, ...given };
  const client = createHttpClient({ origin, limits, userAgent, env });
  return {
    async ask(next, signal) {
      let last: ServerAnswer | undefined;
      const once = async (): Promise<ServerAnswer> => {
        last = undefined;
        const answer = await client.send({ ...(await next()), signal, noFollow: true });
        last = { status: answer.status, body: await readBody(answer, limits, signal) };
        if (answer.status < 500 && answer.status !== 429) return last;
        const retryAfterMs = retryAfterOf(answer);
        throw new PortalError("PORTAL_ERROR", `The mod portal answered ${answer.status} (${answer.what}).`, {
          transient: true,
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        });
      };
      try {
        return await retry(once, { limits, signal });
      } catch (error) {
        if (last) return last;
        throw error instanceof PortalError ? inWordsOf(origin, error) : error;
      }
    },
    close: () => client.close(),
  };
}
