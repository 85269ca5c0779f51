import type { SignInAnswer } from "../catalog/catalog.ts";
import { type Exchange, type Handler, queryOf } from "./exchange.ts";
import { readForm } from "./request-body.ts";
import { refuseGuesses, sendJson } from "./send-message.ts";

/** `POST /api-login`, in the format of the client's `api_version`. Source: docs/factorio.md, 2. */
export const handleSignIn: Handler = async (exchange) => {
  const form = await readForm(exchange);
  if (!form) return;
  const query = queryOf(exchange);
  const field = (name: string): string => form.get(name) ?? query.get(name) ?? "";
  const apiVersion = /^\d{1,3}$/.test(field("api_version")) ? Number(field("api_version")) : 1;
  const username = field("username");
  const password = field("password");
  const { catalog, users, signInGuard } = exchange.service;
  const emailCode = field("email_authentication_code");
  const ask = async (): Promise<SignInAnswer> =>
    catalog.signIn && !users.closed
      ? catalog.signIn({ username, password, emailCode })
      : signInHere(exchange, username, password);
  const attempt = await signInGuard.attempt(exchange.client.group, username, isFailure, ask);
  if ("retryAfter" in attempt) return refuseGuesses(exchange, attempt.retryAfter);
  const signedIn = attempt.answer;
  if ("error" in signedIn) {
    const failure = { error: signedIn.error, message: signedIn.message };
    if (apiVersion >= 4) sendJson(exchange, 200, { ...failure, data: {} }, NO_STORE);
    else sendJson(exchange, 401, apiVersion >= 2 ? { ...failure, status: 401 } : failure, NO_STORE);
  } else {
    const { token, username: account } = signedIn;
    sendJson(exchange, 200, apiVersion >= 2 ? { token, username: account } : [token], NO_STORE);
  }
};

const NO_STORE = ["Cache-Control", "no-store"];

function isFailure(answer: SignInAnswer): boolean {
  return "error" in answer && answer.error !== "email-authentication-required";
}

async function signInHere(exchange: Exchange, username: string, password: string): Promise<SignInAnswer> {
  const token = await exchange.service.users.signIn(username, password);
  if (token !== undefined) return { token, username };
  return { error: "login-failed", message: "The user name or the password is wrong." };
}
