import { FactorioLockError } from "@factorio-lock/core";
import type { Archive } from "../catalog/archive.ts";
import type { Credentials } from "../users/credentials.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { refuseGuesses, sendJson, sendMessage } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

/**
 * A release's archive, or a refusal of the client's credentials by the mirror (`ours`) or the upstream portal (its
 * error).
 */
interface Found {
  readonly archive?: Archive | undefined;
  readonly refusal?: "ours" | FactorioLockError;
}

/** `GET /download/{name}/{id}`: redirects clients with valid credentials to the archive's signed address. */
export const handleDownload: Handler = async (exchange, [name = "", id = ""]) => {
  const { catalog, signer, users } = exchange.service;
  const credentials = credentialsOf(exchange);
  const isAnonymous = users.anonymous && credentials.username === "" && credentials.token === "";
  const find = async (): Promise<Found> => {
    if (!isAnonymous && !(await users.accept(credentials))) return { refusal: "ours" };
    try {
      return { archive: await catalog.archive(name, id, credentials) };
    } catch (error) {
      if (error instanceof FactorioLockError && error.code === "AUTH_REJECTED") return { refusal: error };
      throw error;
    }
  };
  const found = await guarded(exchange, credentials, ({ refusal }) => refusal !== undefined, find);
  if (found === undefined) return;
  const { archive, refusal } = found;
  if (refusal === "ours") return refuse(exchange);
  if (refusal) throw refusal;
  if (!archive) return sendMessage(exchange, 404, "Release not found");
  writeHead(exchange, 302, ["Location", signer.address(archive.sha1), "Content-Length", 0, ...NO_STORE]);
  exchange.response.end();
};

/** `GET /api/bookmarks`: a cheap check of credentials. The mirror has no bookmarks. Source: docs/factorio.md, 1.1. */
export const handleBookmarks: Handler = async (exchange) => {
  const { catalog, users } = exchange.service;
  const credentials = credentialsOf(exchange);
  const check = async (): Promise<boolean> =>
    (await users.accept(credentials)) && (users.closed || (await catalog.knows?.(credentials)) !== false);
  const isKnown = await guarded(exchange, credentials, (known) => !known, check);
  if (isKnown === undefined) return;
  if (isKnown) sendJson(exchange, 200, [], NO_STORE);
  else refuse(exchange);
};

/**
 * Runs a request that depends on credentials, limiting guesses as for sign-ins if a users file or an upstream portal
 * checks them. After too many failures it answers 429 and returns undefined.
 */
async function guarded<T>(
  exchange: Exchange,
  { username, token }: Credentials,
  isFailure: (answer: T) => boolean,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  const { catalog, signInGuard, users } = exchange.service;
  const isGuess = token !== "" && (users.closed || catalog.knows !== undefined);
  if (!isGuess) return ask();
  const attempt = await signInGuard.attempt(exchange.client.group, username, isFailure, ask);
  if ("answer" in attempt) return attempt.answer;
  refuseGuesses(exchange, attempt.retryAfter);
  return undefined;
}

const NO_STORE = ["Cache-Control", "no-store"];

function credentialsOf(exchange: Exchange): Credentials {
  const query = queryOf(exchange);
  return { username: query.get("username") ?? "", token: query.get("token") ?? "" };
}

function refuse(exchange: Exchange): void {
  sendMessage(exchange, 403, "Forbidden: the user name or the token is missing or wrong", NO_STORE);
}
