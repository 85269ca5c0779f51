import { Token } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import { decodeLogin } from "../wire/decode.ts";
import { askJson, endpointMissing, type JsonAsker, oddAnswer } from "./ask-json.ts";
import type { Asking, SignIn, SignInRequest } from "./portal.ts";
import { printable } from "./printable.ts";
import { printableFromServer } from "./status-error.ts";

/** The sign-in address for the official portal. */
export const OFFICIAL_SIGN_IN = "https://auth.factorio.com/api-login";

/** Implements `Portal.signIn` with version 6 of the Web authentication API. Source: docs/factorio.md, 2. */
export async function signIn(asker: JsonAsker, url: URL, request: SignInRequest, asking: Asking): Promise<SignIn> {
  const form = new URLSearchParams({
    username: request.username,
    password: request.password,
    api_version: "6",
    require_game_ownership: "true",
  });
  if (request.emailCode !== undefined) form.set("email_authentication_code", request.emailCode);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const secrets = [request.password, request.emailCode ?? ""];
  const call = { method: "POST", url, headers, body: form.toString(), signal: asking.signal, secrets } as const;
  const reply = await askJson(asker, call).catch((error: unknown) => {
    const status = error instanceof PortalError ? error.status : undefined;
    throw status === 401 || status === 403 ? refusal(request.username, "") : error;
  });
  if (reply.status === 404) throw endpointMissing(`POST ${url.origin}${url.pathname}`);
  const login = decodeLogin(reply.json);
  if (!login) throw oddAnswer(reply.what);
  if ("token" in login) {
    const credentials = { username: login.username, token: new Token(login.token), source: "the sign-in" };
    return { kind: "signed-in", credentials };
  }
  const message = printableFromServer(login.message, secrets);
  if (login.error === "email-authentication-required") return { kind: "email-code-needed", message };
  const words = [printableFromServer(login.error, secrets), message].filter((text) => text !== "");
  throw refusal(request.username, words.join(": "));
}

function refusal(username: string, words: string): PortalError {
  if (/membership|ownership/i.test(words)) {
    return new PortalError("AUTH_REJECTED", `The account "${printable(username)}" does not own Factorio (${words}).`, {
      hint: "mods can only be downloaded by accounts that own the game; if it was bought on Steam, link it on https://factorio.com/profile.",
    });
  }
  return new PortalError(
    "AUTH_REJECTED",
    `Signing in as "${printable(username)}" was refused${words && ` (${words})`}.`,
    {
      hint: "check the user name and the password.",
    },
  );
}
