import { PortalError } from "../error.ts";
import { createHttpClient, retryAfterOf, type Upload } from "./http-client.ts";
import { inWordsOf } from "./in-words-of.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { Environment } from "./proxy.ts";
import { readBody } from "./read-body.ts";
import { retry } from "./retry.ts";

/** One request to a server. */
export interface ServerRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Beyond the server's own origin nothing is asked. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Of an upload, which is read while it is sent, the headers name the length. */
  readonly body?: Uint8Array | Upload | undefined;
}

/** The answer of a server, whatever its status: a redirect is an answer too. */
export interface ServerAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A server that is no mod portal: proxies, certificates, deadlines and tries are those of one. */
export interface Server {
  /**
   * Sends a request, three times at most where the network or the server fails for the moment.
   *
   * @param next makes the request anew for each try
   * @throws FactorioLockError `PORTAL_UNREACHABLE` below HTTP, `PORTAL_ERROR` for an answer of more than 64 MB;
   *   `INTERRUPTED` when the signal fires; what `next` throws
   */
  ask(next: () => Promise<ServerRequest>, signal?: AbortSignal): Promise<ServerAnswer>;
  close(): Promise<void>;
}

/** How a server is asked. */
export interface ServerOptions {
  readonly env: Environment;
  readonly userAgent: string;
  readonly limits?: Partial<Limits>;
}

/** Opens the way to a server at an address. */
export function openServer(origin: URL, { env, userAgent, limits: given }: ServerOptions): Server {
  // A large upload takes as long as it takes, and may be tried again after that.
  const limits = { ...LIMITS, budgetMs: Number.POSITIVE_INFINITY, ...given };
  const client = createHttpClient({ origin, limits, userAgent, env });
  return {
    async ask(next, signal) {
      let last: ServerAnswer | undefined;
      const once = async (): Promise<ServerAnswer> => {
        last = undefined;
        const answer = await client.send({ ...(await next()), signal, unfollowed: true });
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
