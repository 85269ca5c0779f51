import { isLoopback } from "./loopback.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme (lower-case names first, as curl does), unless
 * `NO_PROXY` names its host, or it is on this machine. Undefined where it is to be asked directly.
 *
 * @example proxyFor(new URL("https://mods.factorio.com"), { HTTPS_PROXY: "http://proxy:3128" })
 */
export function proxyFor(target: URL, env: Environment): string | undefined {
  if (isLoopback(target)) return undefined;
  const name = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = (env[name] || env[name.toUpperCase()] || "").trim();
  if (proxy === "" || isExempt(target, env["no_proxy"] || env["NO_PROXY"] || "")) return undefined;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** `NO_PROXY`: hosts joined by commas or blanks; a host covers the hosts below it; `*` is everything; a port may follow. */
function isExempt(target: URL, list: string): boolean {
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const match = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase());
      const host = (match?.[1] ?? "").replace(/^\*?\./, "");
      if (match?.[2] !== undefined && match[2] !== port) return false;
      return target.hostname === host || target.hostname.endsWith(`.${host}`);
    });
}
