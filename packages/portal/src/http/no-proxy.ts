import { BlockList, isIP } from "node:net";

/**
 * Whether `NO_PROXY` exempts an address. Its entries are separated by commas or blanks: a host name covers its
 * subdomains, `10.0.0.0/8` and `fd00::/8` cover networks, `*` covers everything; a name or address may have a port.
 * Names are compared literally, not resolved.
 *
 * @example isExempt(new URL("http://10.1.2.3"), "localhost, 10.0.0.0/8") // true
 */
export function isExempt(target: URL, list: string): boolean {
  const host = bare(target.hostname);
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => covers(entry.toLowerCase(), host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [, network, prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (network !== undefined) return isInNetwork(host, bare(network), Number(prefix));
  const named = isIP(entry) === 6 ? { name: entry } : withoutPort(entry);
  if (named.port !== undefined && named.port !== port) return false;
  const name = bare(named.name);
  const version = isIP(name);
  if (version !== 0) return isInNetwork(host, name, version === 6 ? 128 : 32);
  const suffix = name.replace(/^\*?\./, "");
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}

function withoutPort(entry: string): { readonly name: string; readonly port?: string } {
  const [, name, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  return name === undefined || port === undefined ? { name: entry } : { name, port: String(Number(port)) };
}

function isInNetwork(host: string, network: string, prefix: number): boolean {
  const version = isIP(network);
  if (version === 0 || isIP(host) === 0 || prefix > (version === 6 ? 128 : 32)) return false;
  const block = new BlockList();
  block.addSubnet(network, prefix, version === 6 ? "ipv6" : "ipv4");
  return block.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}

/** A host without the brackets of an IPv6 address and the final dot of a full name. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
