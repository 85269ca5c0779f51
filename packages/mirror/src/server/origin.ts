import type { Exchange } from "./exchange.ts";

/**
 * The address under which the client knows the mirror, for links: the configured one, else by the request's `Host`
 * where that is a plain host and port.
 */
export function originOf({ request, service }: Exchange): string {
  if (service.publicUrl !== undefined) return service.publicUrl;
  const host = request.headers.host ?? "";
  if (/^(?:[A-Za-z0-9.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(host)) return `http://${host}`;
  const { localAddress = "127.0.0.1", localPort = 0 } = request.socket;
  return `http://${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}
