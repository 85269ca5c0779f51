import { FactorioLockError } from "@factorio-lock/core";
import type { Archive } from "../catalog/archive.ts";
import type { Credentials } from "../users/credentials.ts";
import type { Exchange, Handler } from "./exchange.ts";
import { refuseGuesses, sendJson, sendMessage } from "./send-message.ts";

/** A release's archive, or the portal's refusal to give it to a client. */
interface Found {
  readonly archive?: Archive | undefined;
  readonly refusal?: FactorioLockError;
}

/** `GET /download/{name}/{id}`: to those with credentials a redirect to the archive's signed address. */
export const handleDownload: Handler = async (exchange, [name = "", id = ""]) => {
  const { catalog, signer, signInGuard, users } = exchange.service;
  const credentials = shownCredentials(exchange);
  const isAnonymous = credentials.username === "" && credentials.token === "";
  if (!(users.anonymous && isAnonymous) && !(await users.accept(credentials))) return refuse(exchange);
  // A portal behind that gets the client's own token is asked as often as for a sign-in, not more.
  const find = async (): Promise<Found> => {
    try {
      return { archive: await catalog.archive(name, id, credentials) };
    } catch (error) {
      if (error instanceof FactorioLockError && error.code === "AUTH_REJECTED") return { refusal: error };
      throw error;
    }
  };
  const { group } = exchange.client;
  const isRefused = (found: Found): boolean => found.refusal !== undefined;
  const attempt = catalog.knows
    ? await signInGuard.attempt(group, credentials.username, isRefused, find)
    : { answer: await find() };
  if ("retryAfter" in attempt) return refuseGuesses(exchange, attempt.retryAfter);
  const { archive, refusal } = attempt.answer;
  if (refusal) throw refusal;
  if (!archive) return sendMessage(exchange, 404, "Release not found");
  exchange.response.writeHead(302, ["Location", signer.address(archive.sha1), "Content-Length", 0, ...NO_STORE]);
  exchange.response.end();
};

/** `GET /api/bookmarks`: the cheap check of credentials. The mirror keeps no bookmarks. Source: domain.md 1.1. */
export const handleBookmarks: Handler = async (exchange) => {
  const { users } = exchange.service;
  const credentials = shownCredentials(exchange);
  if (!(await users.accept(credentials))) return refuse(exchange);
  const known = users.closed || (await askBehind(exchange, credentials));
  if (known === undefined) return;
  if (known) sendJson(exchange, 200, [], NO_STORE);
  else refuse(exchange);
};

/** Whether the portal behind knows the credentials, if there is one; undefined when too many guesses were refused. */
async function askBehind(exchange: Exchange, credentials: Credentials): Promise<boolean | undefined> {
  const { catalog, signInGuard } = exchange.service;
  if (!catalog.knows) return true;
  const ask = catalog.knows.bind(catalog, credentials);
  const { username } = credentials;
  const attempt = await signInGuard.attempt(exchange.client.group, username, (isKnown) => !isKnown, ask);
  if ("answer" in attempt) return attempt.answer;
  refuseGuesses(exchange, attempt.retryAfter);
  return undefined;
}

const NO_STORE = ["Cache-Control", "no-store"];

function shownCredentials({ query }: Exchange): Credentials {
  return { username: query.get("username") ?? "", token: query.get("token") ?? "" };
}

function refuse(exchange: Exchange): void {
  sendMessage(exchange, 403, "Forbidden: the user name or the token is missing or wrong", NO_STORE);
}
