import { FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "../error.ts";
import { createHttpClient, type HttpClient } from "./http-client.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { isLoopback } from "./loopback.ts";
import { isPrivate } from "./private-address.ts";
import type { Environment } from "./proxy.ts";
import { ENCODINGS, readAnswer } from "./read-answer.ts";
import { retry } from "./retry.ts";

/** How an address is fetched. */
export interface FetchAddressOptions {
  readonly env: Environment;
  readonly userAgent: string;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<Limits>;
}

/**
 * The content of an address that somebody handed to a player: without credentials, over `https` (or plain http of this
 * machine), over at most five redirects, which never lead from a public address to a private one, and at most 64 MB.
 * Source: contract 5.1.
 *
 * @throws FactorioLockError `USAGE` for an address that is not one of these; `PORTAL_ERROR`, `PORTAL_UNREACHABLE`
 */
export async function fetchAddress(address: string, options: FetchAddressOptions): Promise<Buffer> {
  const start = startOf(address);
  const limits = { ...LIMITS, ...options.limits };
  const client = createHttpClient({ origin: start, limits, userAgent: options.userAgent, env: options.env });
  const { signal } = options;
  try {
    return await retry(() => fetchOnce(client, start, limits, signal), { limits, signal });
  } catch (error) {
    throw error instanceof PortalError ? inWordsOf(start, error) : error;
  } finally {
    await client.close();
  }
}

function startOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) {
    throw new FactorioLockError("USAGE", "An address begins with https://, or with http:// on this machine.", {
      hint: "download the file in another way, and name that.",
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new FactorioLockError("USAGE", "An address is fetched without user name and password.", {
      hint: "leave them out of the address; if the server insists on them, download the file in another way.",
    });
  }
  url.hash = "";
  return url;
}

async function fetchOnce(
  client: HttpClient,
  start: URL,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  let url = start;
  for (let hops = 0; ; hops += 1) {
    const headers = { accept: "*/*", "accept-encoding": ENCODINGS };
    const answer = await client.send({ method: "GET", url, headers, signal, unfollowed: true });
    const location = answer.headers["location"];
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      answer.body.on("error", () => {}).destroy();
      if (hops >= limits.redirects) throw refused(`redirects more than ${limits.redirects} times`);
      url = await nextOf(url, location);
      continue;
    }
    if (answer.status !== 200) {
      answer.body.on("error", () => {}).destroy();
      throw new PortalError("PORTAL_ERROR", `The mod portal answered ${answer.status} (${answer.what}).`, {
        hint: "check the address in a web browser.",
        status: answer.status,
        transient: answer.status >= 500,
      });
    }
    return readAnswer(answer, limits);
  }
}

async function nextOf(from: URL, location: string): Promise<URL> {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!target) throw refused("redirects to something that is no address");
  target.username = "";
  target.password = "";
  target.hash = "";
  const isLocal = isLoopback(from) && isLoopback(target) && target.protocol === "http:";
  if (target.protocol !== "https:" && !isLocal) throw refused("redirects to an address that is not https");
  if ((await isPrivate(target)) && !(await isPrivate(from))) throw refused("redirects into a private network");
  return target;
}

function refused(fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal ${fault}.`, {
    hint: "download the file with a web browser, if you trust it, and name that.",
  });
}

/** The failure with the host where it speaks of a portal. */
function inWordsOf({ host }: URL, { code, message, hint, cause }: PortalError): FactorioLockError {
  const words = message
    .replace(/^The answer of the mod portal/, `The answer of ${host}`)
    .replace(/^The mod portal/, host);
  return new FactorioLockError(code, words, { ...(hint === undefined ? {} : { hint }), cause });
}
