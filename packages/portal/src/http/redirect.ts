import { isLoopback } from "./loopback.ts";

/** The portal's archives lie here. Source: docs/factorio.md, 1.8. */
const ARCHIVE_HOST = "dl-mod.factorio.com";

/**
 * Whether an answer of the portal may send us to `target`: the portal's own origin, the archive host by https, and for
 * a portal on this machine any address of this machine. Source: docs/security.md, "Redirects".
 */
export function mayFollow(portal: URL, target: URL): boolean {
  if (target.protocol !== "https:" && target.protocol !== "http:") return false;
  if (target.origin === portal.origin) return true;
  if (isLoopback(portal) && isLoopback(target)) return true;
  return target.protocol === "https:" && target.host === ARCHIVE_HOST;
}

/**
 * Whether a redirect leads to the sign-in page: what the portal does without good credentials. Source:
 * docs/factorio.md, 1.7.
 */
export function isSignIn(target: URL): boolean {
  return /\/login\/?$/.test(target.pathname) && !/\/(?:api|download)\//.test(target.pathname);
}

/** The target without credentials, unless it is on the portal's own origin. */
export function withoutCredentials(portal: URL, target: URL): URL {
  const clean = new URL(target);
  clean.username = "";
  clean.password = "";
  clean.hash = "";
  if (clean.origin === portal.origin) return clean;
  for (const name of ["username", "token"]) {
    if (clean.searchParams.has(name)) clean.searchParams.delete(name);
  }
  return clean;
}
