import { redactForeign } from "../credentials/token.ts";
import { PortalError } from "../error.ts";
import { type Answer, retryAfterOf } from "../http/http-client.ts";
import { printable } from "./printable.ts";

/**
 * The error for an unsuccessful status. 429 and 5xx are transient, except 501: a server that does not support the
 * request (such as plain files for a POST) will not support a retry either. Source: docs/portal-api.md, "How we
 * behave".
 *
 * @param secrets the secrets of the request, which the answer may repeat
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

/** The `message` of an error response as one printable line; `""` if it has none. Source: docs/factorio.md, 1.7. */
export function serverMessage(body: Uint8Array, secrets: readonly string[] = []): string {
  if (body.length > 65_536) return "";
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    const message = typeof json === "object" && json !== null && "message" in json ? json.message : undefined;
    return typeof message === "string" ? printableFromServer(message, secrets) : "";
  } catch {
    return "";
  }
}

/** Makes text from the server safe for a message; `""` if it may repeat a secret that is too short to be hidden. */
export function printableFromServer(text: string, secrets: readonly string[] = []): string {
  return printable(redactForeign(text, secrets));
}
