import { PortalError } from "../error.ts";
import type { Limits } from "./limits.ts";

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)_|ERR_TLS|ERR_SSL/;

/** undici's parser gives no code for most of what is not HTTP. */
const NOT_HTTP = "NOT_HTTP";

/** The words for what a failed connection did. */
function reason(code: string, limits: Limits): string {
  if (CERTIFICATE.test(code)) return "its certificate cannot be trusted";
  if (code === NOT_HTTP || code === "UND_ERR_HEADERS_OVERFLOW") return "what answered does not speak HTTP";
  switch (code) {
    case "ENOTFOUND":
      return "no such host is known (DNS)";
    case "EAI_AGAIN":
      return "the name service of the network (DNS) does not answer";
    case "ECONNREFUSED":
      return "the connection was refused";
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return `no connection came about within ${seconds(limits.connectMs)}`;
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return `nothing came for ${seconds(limits.stallMs)}`;
    case "TOO_SLOW":
      return "the answer comes too slowly";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return "the network does not lead there";
    default:
      return "the connection broke off";
  }
}

/**
 * A failure below HTTP as an error for users. All are worth another try, but for a certificate that cannot be trusted.
 * An error that is none of the network's is a defect and comes back as it is.
 *
 * `what` says what was asked: `GET https://…`, redacted.
 */
export function transportError(error: unknown, what: string, limits: Limits): Error {
  const code = codeOf(error);
  if (error instanceof Error && (code === "" || code === "UND_ERR_INVALID_ARG")) return error;
  return new PortalError("PORTAL_UNREACHABLE", `The mod portal cannot be reached: ${reason(code, limits)} (${what}).`, {
    hint: CERTIFICATE.test(code)
      ? "check the clock of this machine, and whether a proxy or virus scanner reads the traffic"
      : "check the network connection and the proxy settings, and try again",
    transient: !CERTIFICATE.test(code),
    cause: error,
  });
}

/** A time in words: `10 seconds`. */
export function seconds(ms: number): string {
  return ms === 1000 ? "1 second" : `${ms / 1000} seconds`;
}

function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === "HTTPParserError") return NOT_HTTP;
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "";
}
