import { redactForeign } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import { type Answer, retryAfterOf } from "../http/http-client.ts";
import { printable } from "./printable.ts";

/**
 * The error for an answer whose status is no success. 429 and 5xx are transient, but for 501: a server that does not know
 * the request (plain files answer a POST so) will not know it in a second either. Source: contract section 6.
 *
 * @param secrets those of the call: the answer may repeat them
 */
export function statusError(
  answer: Pick<Answer, "status" | "headers" | "what">,
  body: Uint8Array,
  secrets: readonly string[] = [],
): PortalError {
  const { status } = answer;
  const transient = status === 429 || (status >= 500 && status !== 501);
  const words = serverMessage(body, secrets);
  const retryAfterMs = retryAfterOf(answer);
  return new PortalError(
    "PORTAL_ERROR",
    `The mod portal answered with the error ${status}${words === "" ? "" : ` "${words}"`} (${answer.what}).`,
    {
      hint: transient
        ? "the portal is overloaded or being repaired; try again in a few minutes."
        : "check the address of the portal (--portal or FACTORIO_LOCK_PORTAL).",
      status,
      transient,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

/** The `message` of an error answer in one printable line; `""` where it has none. Source: domain.md 1.7. */
export function serverMessage(body: Uint8Array, secrets: readonly string[] = []): string {
  if (body.length > 65_536) return "";
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    const message = typeof json === "object" && json !== null && "message" in json ? json.message : undefined;
    return typeof message === "string" ? foreign(message, secrets) : "";
  } catch {
    return "";
  }
}

/** Words of the other side, fit for a message; `""` where they may repeat a secret that is too short to be hidden. */
export function foreign(text: string, secrets: readonly string[] = []): string {
  return printable(redactForeign(text, secrets));
}
