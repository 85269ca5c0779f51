import type { Exchange } from "./exchange.ts";

/**
 * The mirror's address for links: the configured one, or else the request's `Host` if that is a plain host and port, or
 * else the socket's address.
 */
export function originOf({ request, service }: Exchange): string {
  if (service.publicUrl !== undefined) return service.publicUrl;
  const host = request.headers.host ?? "";
  if (/^(?:[A-Za-z0-9.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(host)) return `http://${host}`;
  const { localAddress = "127.0.0.1", localPort = 0 } = request.socket;
  return `http://${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}
