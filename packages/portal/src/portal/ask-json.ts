import { PortalError } from "../error.ts";
import type { Answer, Call, HttpClient } from "../http/http-client.ts";
import { isJsonBomb } from "../http/json-size.ts";
import type { Limits } from "../http/limits.ts";
import { ENCODINGS } from "../http/read-answer.ts";
import { readBody } from "../http/read-body.ts";
import { retry } from "../http/retry.ts";
import { seconds } from "../http/seconds.ts";
import { serverMessage, statusError } from "./status-error.ts";

/** The dependencies of a JSON request. */
export interface JsonAsker {
  readonly http: HttpClient;
  readonly limits: Limits;
  onRetry?(error: PortalError, waitMs: number): void;
}

/** A request whose answer is JSON. */
export interface JsonCall extends Call {
  /** Whether the request carries credentials; then any web page instead of JSON is a sign-in page. */
  readonly signedIn?: boolean;
}

/** A JSON answer, or a 404 with its message. */
export type JsonAnswer =
  | { readonly status: 200; readonly json: unknown; readonly what: string }
  | { readonly status: 404; readonly message: string };

/**
 * Sends a request whose answer is JSON. Retries within the total time budget, and limits the size of the answer. A 404
 * is returned; every other failure is thrown.
 *
 * @throws PortalError, `AUTH_REJECTED` for a sign-in page; `INTERRUPTED` if the signal aborts.
 */
export async function askJson(asker: JsonAsker, call: JsonCall): Promise<JsonAnswer> {
  const { limits } = asker;
  const budget = AbortSignal.timeout(limits.budgetMs);
  const signal = call.signal ? AbortSignal.any([call.signal, budget]) : budget;
  const headers = { accept: "application/json", "accept-encoding": ENCODINGS, ...call.headers };
  try {
    const onRetry = asker.onRetry?.bind(asker);
    return await retry(() => tryOnce(asker, { ...call, headers, signal }), {
      limits,
      signal,
      ...(onRetry ? { onRetry } : {}),
    });
  } catch (error) {
    if (!budget.aborted || call.signal?.aborted) throw error;
    throw new PortalError(
      "PORTAL_UNREACHABLE",
      `The mod portal took longer than ${seconds(limits.budgetMs)} to answer.`,
      {
        hint: "try again later; the portal or the network is overloaded.",
        cause: error,
      },
    );
  }
}

async function tryOnce({ http, limits }: JsonAsker, call: JsonCall): Promise<JsonAnswer> {
  const answer = await http.send(call);
  const body = await readBody(answer, limits, call.signal);
  if (answer.status === 200) return { status: 200, json: parse(body, answer, call), what: answer.what };
  if (answer.status === 404) return { status: 404, message: serverMessage(body, call.secrets) };
  throw statusError(answer, body, call.secrets);
}

function parse(body: Buffer, answer: Answer, { signedIn }: JsonCall): unknown {
  if (isJsonBomb(body)) throw oddAnswer(answer.what);
  const text = body.toString("utf8").replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch (cause) {
    const page = /^\s*</.test(text) || /^text\/html/i.test(answer.headers["content-type"] ?? "");
    const toSignIn = page && (signedIn || isSignInPage(text));
    const what = toSignIn ? "a page to sign in" : page ? "a web page" : "broken data";
    throw new PortalError(
      toSignIn ? "AUTH_REJECTED" : "PORTAL_ERROR",
      `The mod portal answered with ${what} where JSON was expected (${answer.what}).`,
      {
        hint: page
          ? "check the address of the portal, and whether this network wants you to sign in to it first."
          : "try again; if that does not help, the portal or a proxy on the way to it is at fault.",
        status: answer.status,
        cause,
      },
    );
  }
}

/**
 * Whether a web page asks for a password. To bound the time, only its start is searched, and overlong tags are ignored.
 */
function isSignInPage(text: string): boolean {
  const tags =
    /<(?:input[^>]{1,500}type\s*=\s*["']?password|form[^>]{1,500}action\s*=\s*["']?[^"'>]{0,200}(?:login|sign-?in))/i;
  return tags.test(text.slice(0, 262_144));
}

/** The error for JSON that does not have the endpoint's shape. */
export function oddAnswer(what: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal answered with data of an unknown shape (${what}).`, {
    hint: "check the address of the portal; a newer factorio-lock may be needed.",
    status: 200,
  });
}

/** The error for a 404 from an endpoint that every portal has. */
export function endpointMissing(what: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal answered "not found" (${what}).`, {
    hint: "check the address of the portal (--portal or FACTORIO_LOCK_PORTAL).",
    status: 404,
  });
}
