import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { isLoopback } from "./loopback.ts";

/** Networks outside the public internet: loopback, private and link-local ones. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
  PRIVATE.addSubnet(`::ffff:${network}`, 96 + prefix, "ipv6");
  PRIVATE.addSubnet(`64:ff9b::${network}`, 96 + prefix, "ipv6");
}
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv6");
}

/**
 * Whether an address leads to this machine or into a private network: by its host, or by the addresses that its name
 * resolves to. A name that is not known is not private.
 */
export async function isPrivate(url: URL): Promise<boolean> {
  if (isLoopback(url)) return true;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0) return isPrivateIp(host);
  if (!host.includes(".") || /\.(?:local|internal|lan|home\.arpa)\.?$/i.test(host)) return true;
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.some(({ address }) => isPrivateIp(address));
}

/** Whether an IP address lies outside the public internet. */
export function isPrivateIp(address: string): boolean {
  const version = isIP(address.replace(/%.*$/, ""));
  return version !== 0 && PRIVATE.check(address.replace(/%.*$/, ""), version === 6 ? "ipv6" : "ipv4");
}
