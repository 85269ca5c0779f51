import type { IncomingMessage } from "node:http";
import { BlockList, isIP, type Socket } from "node:net";
import { FactorioLockError } from "@factorio-lock/core";

/** The client of a request. */
export interface Client {
  readonly address: string;
  /** The key by which limits are counted. */
  readonly group: string;
}

/** Determines the client of a request: its address in the log, and the key for limits. */
export type ClientOf = (request: IncomingMessage) => Client;

/**
 * Creates a `ClientOf`. The client is the peer's address or, if that is a trusted proxy, the last address in
 * `X-Forwarded-For` that is not one. From other peers that header is ignored.
 *
 * @param proxies addresses, or networks such as `10.0.0.0/8`
 * @throws FactorioLockError `USAGE` for anything else
 */
export function clientOf(proxies: readonly string[]): ClientOf {
  const trusted = new BlockList();
  for (const proxy of proxies) addProxy(trusted, proxy);
  const isTrusted = (address: string): boolean => {
    if (proxies.length === 0) return false;
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
  };
  const peers = new WeakMap<Socket, Client>();
  return (request) => {
    let peer = peers.get(request.socket);
    if (!peer) {
      peer = clientAt(plain(request.socket.remoteAddress ?? ""));
      peers.set(request.socket, peer);
    }
    if (!isTrusted(peer.address)) return peer;
    let client = peer.address;
    const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    while (isTrusted(client)) {
      const before = plain(forwarded.pop()?.trim() ?? "");
      if (isIP(before) === 0) break;
      client = before;
    }
    return clientAt(client);
  };
}

function clientAt(address: string): Client {
  return { address, group: addressGroup(address) };
}

/** Normalises an address: no brackets, no port, and IPv4 instead of IPv4-mapped IPv6. */
function plain(address: string): string {
  const bare = /^\[([0-9A-Fa-f:.]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1");
  return bare.replace(/^::ffff:(?=\d+\.)/i, "");
}

function addProxy(trusted: BlockList, proxy: string): void {
  const [address = "", bits, ...rest] = proxy.split("/");
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const isNetwork = bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  if (family === 0 || rest.length > 0 || (bits !== undefined && !isNetwork)) {
    throw new FactorioLockError("USAGE", `"${proxy}" is not the address of a proxy.`, {
      hint: "write an address, such as 127.0.0.1, or a network, such as 10.0.0.0/8.",
    });
  }
  trusted.addSubnet(address, bits === undefined ? most : Number(bits), family === 6 ? "ipv6" : "ipv4");
}

/**
 * The key by which limits are counted: the address, or for IPv6 its /64 network, within which a customer can choose any
 * address.
 *
 * @example addressGroup("2001:db8:1:2:3:4:5:6") // "2001:db8:1:2::/64"
 */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().replace(/%.*$/, "").split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(8 - first.length - last.length, 0)).fill("0");
  return `${[...first, ...zeros, ...last].slice(0, 4).join(":")}::/64`;
}
