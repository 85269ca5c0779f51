import { FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "../error.ts";
import { certificateFault, isCertificateFault } from "./certificate-fault.ts";
import { causeOf, codeOf, NOT_HTTP } from "./error-code.ts";
import type { Limits } from "./limits.ts";
import type { Proxy } from "./proxy.ts";
import { ProxyFault, proxyRefusal, proxyUnreachable } from "./proxy-fault.ts";
import { seconds } from "./seconds.ts";

/** Thrown if the server sends data, but not the final head of its answer in time. */
export class HeadTimeout extends Error {
  readonly code = "HEAD_TIMEOUT";
}

/** Describes the failure of a connection. */
function reason(code: string, limits: Limits): string {
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
    case "HEAD_TIMEOUT":
      return `no answer came within ${seconds(limits.headMs)}`;
    case "TOO_SLOW":
      return "the answer comes too slowly";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return "the network does not lead there";
    case "EPROTO":
      return "what answered does not speak TLS";
    default:
      return "the connection broke off";
  }
}

/** The error codes of a connection that could not be established. */
const UNCONNECTED: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "UND_ERR_CONNECT_TIMEOUT",
  "ETIMEDOUT",
  "ENETUNREACH",
  "EHOSTUNREACH",
]);

/** A request and how it was sent. */
export interface Asked {
  /** `GET https://…`, redacted. */
  readonly what: string;
  readonly target: URL;
  /** The forward proxy to which it was sent. */
  readonly proxy?: Proxy | undefined;
}

/**
 * Converts an error below HTTP to an error for users, about the proxy if that failed. All are transient, except
 * untrusted certificates. Any error that is not a network error is a defect and returned unchanged.
 */
export function transportError(error: unknown, { what, target, proxy }: Asked, limits: Limits): Error {
  if (error instanceof FactorioLockError) return error;
  const fault = causeOf(error, ProxyFault);
  if (fault?.status !== undefined) return proxyRefusal(fault.proxy, fault.status, what, target);
  if (fault) return proxyUnreachable(fault.proxy, fault.cause, what, limits);
  const code = codeOf(error);
  if (error instanceof Error && (code === "" || code === "UND_ERR_INVALID_ARG")) return error;
  if (proxy && !isSlowness(code)) return proxyUnreachable(proxy, error, what, limits);
  if (isCertificateFault(code)) {
    const { fault: words, hint } = certificateFault(error, code);
    return new PortalError("PORTAL_UNREACHABLE", `The mod portal cannot be reached: ${words} (${what}).`, {
      hint,
      isUnconnected: true,
      cause: error,
    });
  }
  return new PortalError("PORTAL_UNREACHABLE", `The mod portal cannot be reached: ${reason(code, limits)} (${what}).`, {
    hint: "check the network connection and the proxy settings, and try again.",
    transient: true,
    isUnconnected: UNCONNECTED.has(code),
    cause: error,
  });
}

/** Whether the server sends nothing or too little. Behind a proxy, that may be the portal's fault. */
function isSlowness(code: string): boolean {
  return /^(?:UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|HEAD_TIMEOUT|TOO_SLOW)$/.test(code);
}
