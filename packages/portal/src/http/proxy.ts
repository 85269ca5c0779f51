import { FactorioLockError } from "@factorio-lock/core";
import { isLoopback } from "./loopback.ts";
import { isExempt } from "./no-proxy.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy, and who names it. */
export interface Proxy {
  readonly url: URL;
  readonly kind: "http" | "socks";
  /** The environment variable. */
  readonly variable: string;
  /** Its address without a login. */
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
 * The proxy for an address: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, else `ALL_PROXY` (lower-case names first, as curl
 * does), unless `NO_PROXY` exempts it, or it is on this machine. Undefined if it is to be asked directly.
 *
 * @throws FactorioLockError `USAGE` for the address of a proxy that cannot be read, or of a kind that is not known
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

/** The `Proxy-Authorization` that the login in a proxy's address makes; undefined if it has none. */
export function proxyAuthorization({ url }: Proxy): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

/** A part of an address as it was meant; one that is not percent-encoded right stands for itself. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
