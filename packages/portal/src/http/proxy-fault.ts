import { PortalError } from "../error.ts";
import { certificateFault, isCertificateFault } from "./certificate-fault.ts";
import { codeOf, NOT_HTTP } from "./error-code.ts";
import type { Limits } from "./limits.ts";
import type { Proxy } from "./proxy.ts";
import { seconds } from "./seconds.ts";

/** A connection that failed at a proxy. */
export class ProxyFault extends Error {
  readonly proxy: Proxy;
  /** The status of the proxy's answer, if there was one. */
  readonly status: number | undefined;

  constructor(proxy: Proxy, details: { readonly status?: number | undefined; readonly cause?: unknown }) {
    super("the proxy did not connect", { cause: details.cause });
    this.proxy = proxy;
    this.status = details.status;
  }
}

/** The error for users if a proxy refuses an address. `what` is the redacted request. */
export function proxyRefusal(proxy: Proxy, status: number, what: string, target: URL): PortalError {
  const host = target.port === "" ? target.hostname : target.host;
  const said = `The proxy ${proxy.shown} (${proxy.variable})`;
  const details = { status, transient: status >= 500 && status !== 501, isUnconnected: true };
  if (status === 407) {
    const given = proxy.url.username !== "";
    const fault = given
      ? "does not accept the user name and password in its address"
      : "wants a user name and a password";
    return new PortalError("PORTAL_UNREACHABLE", `${said} ${fault} (407, ${what}).`, {
      ...details,
      hint: loginHint(proxy),
    });
  }
  if (status >= 500) {
    return new PortalError("PORTAL_UNREACHABLE", `${said} cannot reach ${host} (${status}, ${what}).`, {
      ...details,
      hint: "check the address of the portal, and whether the proxy works in a web browser; then try again.",
    });
  }
  return new PortalError("PORTAL_UNREACHABLE", `${said} refuses the way to ${host} (${status}, ${what}).`, {
    ...details,
    hint: `ask the operator of the proxy to allow ${host}, or name it in NO_PROXY if it can be reached directly.`,
  });
}

function loginHint({ variable }: Proxy): string {
  return `write NAME:PASSWORD@ before the host in ${variable}; characters other than letters and digits are percent-encoded.`;
}

/** The error for users if the connection to a proxy failed. */
export function proxyUnreachable(proxy: Proxy, cause: unknown, what: string, limits: Limits): PortalError {
  const said = `The proxy ${proxy.shown} (${proxy.variable})`;
  const code = codeOf(cause) || (systemCode(cause) ?? "");
  if (isCertificateFault(code)) {
    const { fault, hint } = certificateFault(cause, code);
    return new PortalError("PORTAL_UNREACHABLE", `${said} cannot be trusted: ${fault} (${what}).`, {
      hint,
      isUnconnected: true,
      cause,
    });
  }
  const spoken = socksFault(proxy, cause);
  if (spoken)
    return new PortalError("PORTAL_UNREACHABLE", `${said} ${spoken.fault} (${what}).`, {
      ...spoken,
      isUnconnected: true,
      cause,
    });
  return new PortalError("PORTAL_UNREACHABLE", `${said} cannot be reached: ${reason(code, limits)} (${what}).`, {
    hint: `check ${proxy.variable}; unset it, or name the portal's host in NO_PROXY, if this network needs no proxy.`,
    transient: true,
    isUnconnected: true,
    cause,
  });
}

function reason(code: string, limits: Limits): string {
  if (code === NOT_HTTP || code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW")
    return "what answered does not speak HTTP";
  switch (code) {
    case "ENOTFOUND":
      return "no such host is known (DNS)";
    case "EAI_AGAIN":
      return "the name service of the network (DNS) does not answer";
    case "ECONNREFUSED":
      return "the connection was refused";
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return "the network does not lead there";
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
      return `no answer came within ${seconds(limits.connectMs)}`;
    case "EPROTO":
      return "what answered there does not speak TLS";
    default:
      return "the connection broke off";
  }
}

/** The system's error code in the message of a failed SOCKS connection; the library provides it nowhere else. */
function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error ? /\b(E[A-Z]{4,}|EPROTO)\b/.exec(cause.message)?.[1] : undefined;
}

/** The failure reported by a SOCKS proxy; undefined if none. The library provides it only in its messages. */
function socksFault(
  proxy: Proxy,
  cause: unknown,
): { readonly fault: string; readonly hint: string; readonly transient: boolean } | undefined {
  const message = proxy.kind === "socks" && cause instanceof Error ? cause.message : "";
  if (/authentication/i.test(message)) {
    const fault = `${proxy.url.username === "" ? "wants a" : "does not accept the"} user name and password`;
    return { fault, hint: loginHint(proxy), transient: false };
  }
  if (/NotAllowed/i.test(message)) {
    const hint =
      "ask the operator of the proxy to allow the portal's host, or name that in NO_PROXY if it can be reached directly.";
    return { fault: "does not allow the way to the portal", hint, transient: false };
  }
  if (/HostUnreachable|NetworkUnreachable|ConnectionRefused|TTLExpired|Failure/i.test(message)) {
    const hint = "check the address of the portal, and try again.";
    return { fault: "cannot reach the portal", hint, transient: true };
  }
  return undefined;
}

/** Whether an error answer comes from the proxy itself, recognised by typical headers of proxies. */
export function isProxysOwn(status: number, headers: Readonly<Record<string, string>>): boolean {
  if (status === 407) return true;
  if (status < 400) return false;
  return headers["x-squid-error"] !== undefined || /squid|proxy|privoxy|zscaler/i.test(headers["server"] ?? "");
}
