import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback } from "./loopback.ts";
import { isPrivateIp, isPrivateName } from "./private-address.ts";

/** Resolves names and recognises private addresses; tests pass their own. */
export interface NameService {
  readonly lookup: LookupFunction;
  readonly isPrivateIp: (address: string) => boolean;
}

const SYSTEM: NameService = { lookup: systemLookup as LookupFunction, isPrivateIp };

/**
 * Keeps a fetch that started at a public address out of private networks. The check applies to the addresses actually
 * connected to, so that DNS rebinding does not help. Behind a proxy, which resolves names itself, `lookup` is not used; then
 * only redirects are checked, by looking up their hosts here.
 */
export interface PrivateGuard {
  /** Resolves names for connections. In a public fetch a private address is an error. */
  readonly lookup: LookupFunction;
  /** Whether the fetch may follow a redirect. */
  mayGoTo(from: URL, to: URL): Promise<boolean>;
  /**
   * Whether a URL's host is, or right now resolves to, an address of this machine or of a private network (one such address
   * is enough).
   */
  mayBePrivate(url: URL): Promise<boolean>;
}

/** The code of the error for a refused private address. */
export const PRIVATE_ADDRESS = "PRIVATE_ADDRESS";

/**
 * @param startsPublic whether private addresses are refused from the start; otherwise only once the fetch was redirected from
 *   a public one
 */
export function createPrivateGuard(names: NameService = SYSTEM, startsPublic = false): PrivateGuard {
  /** Of each host that was connected to, whether all its addresses are private. */
  const connected = new Map<string, boolean>();
  let isPublic = startsPublic;

  const look = (host: string): Promise<string[]> =>
    new Promise((resolve) =>
      names.lookup(host, { all: true }, (error, found) => resolve(error ? [] : addressesOf(found))),
    );

  /** Whether every (or some) address of a URL's host is private. An unknown name counts as public. */
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
    mayBePrivate: (url) => isPrivate(url, "some"),
  };
}

/**
 * Whether an address may lead to this machine or into its own network. A name that cannot be resolved counts as public, unless
 * it is local by its form, such as `localhost` or `nas.lan`.
 */
export function isPrivateAddress(url: URL): Promise<boolean> {
  return createPrivateGuard().mayBePrivate(url);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function addressesOf(found: string | LookupAddress[]): string[] {
  return typeof found === "string" ? [found] : found.map(({ address }) => address);
}
