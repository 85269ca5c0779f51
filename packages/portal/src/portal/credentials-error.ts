import { FactorioLockError } from "@factorio-lock/core";
import type { Credentials } from "../credentials/credentials.ts";
import { PortalError } from "../error.ts";
import { OFFICIAL_PORTAL } from "./portal.ts";
import { printable } from "./printable.ts";

/** The error for a download from a portal that requires an account, if there are no credentials for it. */
export function authRequired({ origin }: URL, hint?: string): FactorioLockError {
  const message =
    origin === OFFICIAL_PORTAL
      ? "A download needs a Factorio account, and none was found."
      : `${origin} gives its archives only to those whom it knows, and no user name and token for it were found.`;
  return new FactorioLockError("AUTH_REQUIRED", message, {
    hint: hint ?? "set FACTORIO_USERNAME and FACTORIO_TOKEN, or run `factorio-lock login`.",
  });
}

/** The error for a user name and token that the portal rejects, at whichever endpoint. */
export function credentialsRejected(
  credentials: Credentials,
  { origin }: URL,
  fault: string,
  status?: number,
): PortalError {
  const { username, source, token } = credentials;
  return new PortalError(
    "AUTH_REJECTED",
    `The mod portal does not accept the user name "${printable(username, [token.reveal()])}" with its token, from ${source}: ${fault}.`,
    {
      hint: rejectedHint(credentials, origin),
      ...(status === undefined ? {} : { status }),
    },
  );
}

function rejectedHint({ username, source }: Credentials, origin: string): string {
  // The environment overrules a login.
  const first = source === "the environment" ? "unset FACTORIO_USERNAME and FACTORIO_TOKEN, and " : "";
  if (username.includes("@")) {
    return "the portal wants the user name of the account, not its e-mail address; it is shown on https://factorio.com/profile.";
  }
  if (!/(?:\.|\/)factorio\.com$/.test(origin)) {
    return `ask the owner of ${origin} for a user name and a token; to keep them, ${first}run \`factorio-lock login --portal ${origin}\`.`;
  }
  return `check that user name and token are those on https://factorio.com/profile and that the account owns the game, or ${first}run \`factorio-lock login\`.`;
}
