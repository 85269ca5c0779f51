import { BlockList, isIP } from "node:net";

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

/** Whether a host name belongs to a private network. */
export function isPrivateName(host: string): boolean {
  return !host.includes(".") || /\.(?:local|internal|lan|home\.arpa)\.?$/i.test(host);
}

/** Whether an IP address is outside the public internet. */
export function isPrivateIp(address: string): boolean {
  const version = isIP(address.replace(/%.*$/, ""));
  return version !== 0 && PRIVATE.check(address.replace(/%.*$/, ""), version === 6 ? "ipv6" : "ipv4");
}
