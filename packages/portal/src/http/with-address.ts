import { FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "../error.ts";
import { type Answer, createHttpClient, type HttpClient } from "./http-client.ts";
import { inWordsOf } from "./in-words-of.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { isLoopback } from "./loopback.ts";
import { createPrivateGuard, type NameService, PRIVATE_ADDRESS, type PrivateGuard } from "./private-guard.ts";
import type { Environment } from "./proxy.ts";
import { ENCODINGS } from "./read-answer.ts";
import { readBody } from "./read-body.ts";
import { createRemoteParts, type RemoteFile, rangeOf } from "./remote-file.ts";
import { retry } from "./retry.ts";

/** Options of `withAddress`. */
export interface AddressOptions {
  readonly env: Environment;
  readonly userAgent: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether to download the whole file, not only the needed parts of a zip. */
  readonly whole?: boolean | undefined;
  /** Whether even the first connection must not lead to this machine or into a private network. */
  readonly publicOnly?: boolean | undefined;
  readonly limits?: Partial<Limits>;
  readonly names?: NameService;
}

/** The size of the first request; most packs and lists are smaller. */
const FIRST_BYTES = 64 * 1024;

/**
 * Fetches a file whose address a player was given: without credentials, over `https` (or plain http of this machine),
 * over at most five redirects, which never lead from a public address to a private one, and at most 64 MB. Of a zip,
 * such as a save, only the parts that `use` reads are transferred, if the server supports ranges; the zip may then be
 * of any size. Source: docs/commands.md, "sync".
 *
 * @throws FactorioLockError `USAGE` for any other address; `PORTAL_ERROR`, `PORTAL_UNREACHABLE`; any error of `use`
 */
export async function withAddress<T>(
  address: string,
  options: AddressOptions,
  use: (file: RemoteFile) => Promise<T>,
): Promise<T> {
  const start = startOf(address);
  const limits = { ...LIMITS, ...options.limits };
  const guard = createPrivateGuard(options.names, options.publicOnly);
  const { env, userAgent, signal } = options;
  const client = createHttpClient({ origin: start, limits, userAgent, env, lookup: guard.lookup });
  const fetching: Fetching = { client, guard, limits, signal };
  try {
    return await use(await open(fetching, start, options.whole ?? false));
  } catch (error) {
    throw error instanceof PortalError ? inWordsOf(start, error) : error;
  } finally {
    await client.close();
  }
}

interface Fetching {
  readonly client: HttpClient;
  readonly guard: PrivateGuard;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
}

async function open(fetching: Fetching, start: URL, isWhole: boolean): Promise<RemoteFile> {
  const { limits, signal } = fetching;
  const first = isWhole ? start : await retry(() => begin(fetching, start), { limits, signal });
  if (!(first instanceof URL)) return first;
  const read = async (): Promise<Buffer> => bodyOf(fetching, await ask(fetching, first, {}, [200]), limits.answerBytes);
  return inMemory(await retry(read, { limits, signal }));
}

/** Opens a file by its first bytes; returns its address if it has to be downloaded whole. */
async function begin(fetching: Fetching, start: URL): Promise<RemoteFile | URL> {
  const { limits, signal } = fetching;
  const answer = await ask(fetching, start, { range: `bytes=0-${FIRST_BYTES - 1}` }, [200, 206, 416]);
  if (answer.status === 200 && Number(answer.headers["content-length"]) > limits.answerBytes) {
    answer.body.on("error", () => {}).destroy();
    const most = Math.round(limits.answerBytes / 1024 / 1024);
    throw refused(`hands the file out only as a whole, and it is larger than ${most} MB`);
  }
  const bytes = await bodyOf(fetching, answer, limits.answerBytes);
  if (answer.status === 200) return inMemory(bytes);
  const range = rangeOf(answer);
  if (answer.status !== 206 || range?.from !== 0) return answer.target;
  if (range.size === bytes.length) return inMemory(bytes);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return answer.target;
  const part = async (from: number, to: number): Promise<Buffer | undefined> => {
    const headers = { range: `bytes=${from}-${to - 1}`, ...ifUnchanged(answer) };
    const next = await ask(fetching, answer.target, headers, [200, 206]);
    const found = rangeOf(next);
    if (next.status === 206 && found?.from === from && found.size === range.size) {
      return bodyOf(fetching, next, to - from);
    }
    next.body.on("error", () => {}).destroy();
    return undefined;
  };
  return createRemoteParts(answer, { size: range.size, part: { at: 0, bytes }, limits }, (from, to) =>
    retry(() => part(from, to), { limits, signal }),
  );
}

function bodyOf({ limits, signal }: Fetching, answer: Answer, answerBytes: number): Promise<Buffer> {
  return readBody(answer, { ...limits, answerBytes }, signal);
}

/** The headers that make a range request apply only to the same version of the file. */
function ifUnchanged({ headers }: Answer): Record<string, string> {
  const tag = headers["etag"];
  const same = tag !== undefined && !tag.startsWith("W/") ? tag : headers["last-modified"];
  return same === undefined ? {} : { "if-range": same };
}

function inMemory(bytes: Buffer): RemoteFile {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

function startOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) {
    throw new FactorioLockError("USAGE", "An address begins with https://, or with http:// on this machine.", {
      hint: "download the file in another way, and give its path.",
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

/** Requests an address and follows redirects. A range request asks for unencoded bytes. */
async function ask(
  { client, guard, limits, signal }: Fetching,
  start: URL,
  more: Readonly<Record<string, string>>,
  expected: readonly number[],
): Promise<Answer> {
  const encodings = "range" in more ? "identity" : ENCODINGS;
  const headers = { accept: "*/*", "accept-encoding": encodings, ...more };
  let url = start;
  for (let hops = 0; ; hops += 1) {
    const answer = await client
      .send({ method: "GET", url, headers, signal, noFollow: true })
      .catch((error: unknown) => {
        const how = hops > 0 ? "redirects" : "leads";
        throw isRefusedAddress(error) ? refused(`${how} into a private network`) : error;
      });
    if (expected.includes(answer.status)) return answer;
    answer.body.on("error", () => {}).destroy();
    const location = answer.headers["location"];
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      if (hops >= limits.redirects) throw refused(`redirects more than ${limits.redirects} times`);
      url = await nextOf(guard, url, location);
      continue;
    }
    throw new PortalError("PORTAL_ERROR", `The mod portal answered ${answer.status} (${answer.what}).`, {
      hint: "check the address in a web browser.",
      status: answer.status,
      transient: answer.status >= 500,
    });
  }
}

async function nextOf(guard: PrivateGuard, from: URL, location: string): Promise<URL> {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!target) throw refused("redirects to something that is not an address");
  target.username = "";
  target.password = "";
  target.hash = "";
  const isLocal = isLoopback(from) && isLoopback(target) && target.protocol === "http:";
  if (target.protocol !== "https:" && !isLocal) throw refused("redirects to an address that is not https");
  if (!(await guard.mayGoTo(from, target))) throw refused("redirects into a private network");
  return target;
}

/** Whether the guard refused the connection. */
function isRefusedAddress(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as NodeJS.ErrnoException).code === PRIVATE_ADDRESS) return true;
  }
  return false;
}

function refused(fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal ${fault}.`, {
    hint: "download the file with a web browser, if you trust it, and give its path.",
  });
}
