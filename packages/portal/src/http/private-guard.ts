import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback } from "./loopback.ts";
import { isPrivateIp, isPrivateName } from "./private-address.ts";

/** How names become addresses, and which of these are private; given by tests. */
export interface NameService {
  readonly lookup: LookupFunction;
  readonly isPrivateIp: (address: string) => boolean;
}

const SYSTEM: NameService = { lookup: systemLookup as LookupFunction, isPrivateIp };

/**
 * Keeps a fetch that began at a public address out of private networks. What counts are the addresses that are connected
 * to: a name that changes its address meanwhile gains nothing. Through a proxy, which finds addresses by itself, the name
 * service is asked instead.
 */
export interface PrivateGuard {
  /** Looks names up for connections; of a public fetch a private address is an error. */
  readonly lookup: LookupFunction;
  /** Whether the fetch may go on to an address. */
  mayGoTo(from: URL, to: URL): Promise<boolean>;
}

/** The code of the error by which a lookup refuses a private address. */
export const PRIVATE_ADDRESS = "PRIVATE_ADDRESS";

export function createPrivateGuard(names: NameService = SYSTEM): PrivateGuard {
  /** Of each host that was connected to, whether all its addresses are private. */
  const connected = new Map<string, boolean>();
  let isPublic = false;

  const look = (host: string): Promise<string[]> =>
    new Promise((resolve) =>
      names.lookup(host, { all: true }, (error, found) => resolve(error ? [] : addressesOf(found))),
    );

  /** Whether all, or any, of what a URL may lead to is private. A name that is not known is not. */
  async function isPrivate(url: URL, which: "every" | "some"): Promise<boolean> {
    const host = hostOf(url);
    if (isIP(host) !== 0) return names.isPrivateIp(host);
    if (isLoopback(url) || isPrivateName(host)) return true;
    if (which === "every" && connected.has(host)) return connected.get(host) === true;
    const found = await look(host);
    return found.length > 0 && found[which](names.isPrivateIp);
  }

  return {
    lookup: (host, options, callback) => {
      names.lookup(host, options, (error, found, family) => {
        const addresses = error ? [] : addressesOf(found);
        if (isPublic && addresses.some(names.isPrivateIp)) {
          const refused = Object.assign(new Error("a private address"), { code: PRIVATE_ADDRESS });
          callback(refused, [], 0);
          return;
        }
        if (!error && !connected.has(host)) connected.set(host, addresses.every(names.isPrivateIp));
        callback(error, found, family);
      });
    },
    async mayGoTo(from, to) {
      isPublic ||= !(await isPrivate(from, "every"));
      return !isPublic || !(await isPrivate(to, "some"));
    },
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function addressesOf(found: string | LookupAddress[]): string[] {
  return typeof found === "string" ? [found] : found.map(({ address }) => address);
}
