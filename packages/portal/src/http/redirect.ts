import { isLoopback } from "./loopback.ts";

/** The host of the portal's archives. Source: docs/factorio.md, 1.8. */
const ARCHIVE_HOST = "dl-mod.factorio.com";

/**
 * Whether a redirect of the portal to `target` may be followed: to the portal's own origin, to the archive host over
 * https, and for a portal on this machine to any address of this machine. Source: docs/security.md, "Redirects".
 */
export function mayFollow(portal: URL, target: URL): boolean {
  if (target.protocol !== "https:" && target.protocol !== "http:") return false;
  if (target.origin === portal.origin) return true;
  if (isLoopback(portal) && isLoopback(target)) return true;
  return target.protocol === "https:" && target.host === ARCHIVE_HOST;
}

/**
 * Whether a redirect leads to the sign-in page, as the portal does without valid credentials. Source: docs/factorio.md,
 * 1.7.
 */
export function isSignIn(target: URL): boolean {
  return /\/login\/?$/.test(target.pathname) && !/\/(?:api|download)\//.test(target.pathname);
}

/** Removes credentials from the target, unless it is on the portal's own origin. */
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
