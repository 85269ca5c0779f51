/** The account name and service token that a client sends with a download. Never stored, never logged. */
export interface Credentials {
  readonly username: string;
  readonly token: string;
}
