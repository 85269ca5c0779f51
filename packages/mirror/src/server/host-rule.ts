import { isIP } from "node:net";

/** Whether a request's `Host` is a name of the mirror. */
export type HostRule = (host: string | undefined) => boolean;

/**
 * Creates a `HostRule` against DNS rebinding. A mirror that listens only on loopback accepts `localhost`, loopback
 * addresses and its own names; a web page whose name was pointed at this machine would send its own name. Any other
 * mirror accepts every name.
 *
 * @param listens the address on which the mirror listens
 * @param names additional names, without ports
 */
export function hostRule(listens: string, names: readonly string[]): HostRule {
  if (!isLoopback(listens)) return () => true;
  const own = new Set(names.map((name) => name.toLowerCase()));
  const isOwn = (host: string): boolean => {
    const name = /^(\[[0-9a-f:.]+\]|[^:[\]]*)(?::\d{1,5})?$/i.exec(host.trim())?.[1]?.toLowerCase();
    if (name === undefined) return false;
    const bare = name.replace(/^\[|\]$/g, "").replace(/\.$/, "");
    return bare === "localhost" || (isIP(bare) > 0 && isLoopback(bare)) || own.has(bare);
  };
  let accepted: string | undefined;
  return (host) => {
    // HTTP/1.0 clients may omit it; browsers never do.
    if (host === undefined || host === accepted) return true;
    if (!isOwn(host)) return false;
    accepted = host;
    return true;
  };
}

function isLoopback(address: string): boolean {
  return address === "localhost" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address) || isLoopbackV6(address);
}

function isLoopbackV6(address: string): boolean {
  return isIP(address) === 6 && /^[0:]*:0*1$/.test(address);
}
