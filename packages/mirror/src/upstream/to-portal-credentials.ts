import { type Credentials as PortalCredentials, Token } from "@factorio-lock/portal";
import type { Credentials } from "../users/credentials.ts";

/** Converts a client's credentials to those of the portal client. */
export function toPortalCredentials({ username, token }: Credentials): PortalCredentials {
  return { username, token: new Token(token), source: "the mirror's client" };
}
