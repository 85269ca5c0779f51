import { FactorioLockError } from "@factorio-lock/core";
import { isLoopback } from "./loopback.ts";
import { isExempt } from "./no-proxy.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy and the variable that sets it. */
export interface Proxy {
  readonly url: URL;
  readonly kind: "http" | "socks";
  /** The environment variable. */
  readonly variable: string;
  /** Its address without credentials. */
  readonly shown: string;
}

const KINDS: ReadonlyMap<string, Proxy["kind"]> = new Map<string, Proxy["kind"]>([
  ["http:", "http"],
  ["https:", "http"],
  ["socks:", "socks"],
  ["socks4:", "socks"],
  ["socks4a:", "socks"],
  ["socks5:", "socks"],
  ["socks5h:", "socks"],
]);

/**
 * The proxy for an address: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, or else `ALL_PROXY` (lower-case names first,
 * as in curl). Undefined for a direct connection: no variable is set, `NO_PROXY` exempts the address, or it is on this
 * machine.
 *
 * @throws FactorioLockError `USAGE` for a malformed proxy address, or an unknown kind of proxy
 * @example proxyFor(new URL("https://mods.factorio.com"), { HTTPS_PROXY: "http://proxy:3128" })?.shown
 */
export function proxyFor(target: URL, env: Environment): Proxy | undefined {
  if (isLoopback(target)) return undefined;
  const names = target.protocol === "https:" ? ["https_proxy", "all_proxy"] : ["http_proxy", "all_proxy"];
  const variable = names.flatMap((name) => [name, name.toUpperCase()]).find((name) => (env[name] ?? "").trim() !== "");
  if (variable === undefined || isExempt(target, env["no_proxy"] || env["NO_PROXY"] || "")) return undefined;
  return read(variable, (env[variable] ?? "").trim());
}

function read(variable: string, text: string): Proxy {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const kind = url && KINDS.get(url.protocol);
  if (url && kind && url.hostname !== "") return { url, kind, variable, shown: `${url.protocol}//${url.host}` };
  const scheme = url && !kind ? ` as ${url.protocol}// is not known` : "";
  throw new FactorioLockError("USAGE", `The proxy address in ${variable} cannot be used${scheme && `,${scheme}`}.`, {
    hint: `${variable} looks like http://host:port, https://host:port or socks5://host:port.`,
  });
}

/** The `Proxy-Authorization` header for the login in a proxy's address; undefined if it has none. */
export function proxyAuthorization({ url }: Proxy): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

/** Percent-decodes a part of an address; returns it unchanged if it is not validly encoded. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
