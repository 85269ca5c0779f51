import { type Credentials as PortalCredentials, Token } from "@factorio-lock/portal";
import type { Credentials } from "../users/credentials.ts";

/** A client's token on its way to the portal behind the mirror: unlike other tokens it is remembered nowhere. */
class PassingToken extends Token {
  readonly #value: string;

  constructor(value: string) {
    super("");
    this.#value = value;
  }

  override reveal(): string {
    return this.#value;
  }
}

/** A client's credentials in the form that the portal's client takes. */
export function passedOn({ username, token }: Credentials): PortalCredentials {
  return { username, token: new PassingToken(token), source: "the mirror's client" };
}
