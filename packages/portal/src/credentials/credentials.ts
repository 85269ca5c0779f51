import type { Token } from "./token.ts";

/** A player's name and token at the portal. */
export interface Credentials {
  /** The account name, not the e-mail address. */
  readonly username: string;
  readonly token: Token;
  /** Their source: `the environment`, or the path of a file. */
  readonly source: string;
}
