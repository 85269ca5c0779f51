import type { Credentials } from "../credentials/credentials.ts";
import { redact } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import { decodeBookmarks } from "../wire/decode.ts";
import { endpointMissing, oddAnswer } from "./ask-json.ts";
import { credentialsRejected } from "./credentials-error.ts";
import type { Asking } from "./portal.ts";
import type { Questions } from "./questions.ts";

/**
 * Implements `Portal.bookmarks`: the bookmarks of an account, which also checks its credentials. Source:
 * docs/factorio.md, 1.1.
 */
export async function bookmarks(questions: Questions, account: Credentials, asking: Asking): Promise<string[]> {
  const url = questions.address("/api/bookmarks");
  url.searchParams.set("username", account.username);
  url.searchParams.set("token", account.token.reveal());
  const answer = await questions.get(url, asking, account.token).catch((error: unknown) => {
    throw error instanceof PortalError ? (refusal(account, error, url) ?? error) : error;
  });
  if (answer.status === 404) throw endpointMissing(`GET ${redact(url.href, [account.token.reveal()])}`);
  const names = decodeBookmarks(answer.json);
  if (!names) throw oddAnswer(answer.what);
  return names;
}

function refusal(account: Credentials, { code, status }: PortalError, url: URL): PortalError | undefined {
  if (code === "AUTH_REJECTED") return credentialsRejected(account, url, "it wants you to sign in", status);
  return status === 401 || status === 403
    ? credentialsRejected(account, url, `it answered ${status}`, status)
    : undefined;
}
