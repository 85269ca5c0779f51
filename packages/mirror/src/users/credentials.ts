/** What a client shows with a download: the account name and the service token. Never stored, never logged. */
export interface Credentials {
  readonly username: string;
  readonly token: string;
}
