import { type Credentials as PortalCredentials, Token } from "@factorio-lock/portal";
import type { Credentials } from "../users/credentials.ts";

/** A client's credentials in the form that the portal's client takes. */
export function passedOn({ username, token }: Credentials): PortalCredentials {
  return { username, token: new Token(token), source: "the mirror's client" };
}
