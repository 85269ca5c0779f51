import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Signs the addresses to which downloads are redirected, as the portal's CDN does. Source: docs/factorio.md, 1.8. */
export interface Signer {
  /** `/files/ab/cdef…?secure=SIGNATURE,EXPIRY` for an archive's SHA-1. */
  address(sha1: string): string;
  /** Whether `secure` was made by this signer for this archive and has not expired. */
  accepts(sha1: string, secure: string): boolean;
}

/** How long a signed address is valid, in seconds. */
const LIFETIME_SECONDS = 3600;

/** The maximum number of cached valid signatures. */
const MAX_CACHED = 10_000;

/**
 * Creates a signer with a random key. Addresses from another process are rejected, and clients request the download
 * again.
 *
 * @param now the current time in milliseconds since 1970
 */
export function createSigner(now: () => number = Date.now): Signer {
  const key = randomBytes(32);
  const sign = (sha1: string, expiry: number): string =>
    createHmac("sha256", key).update(`${sha1}:${expiry}`).digest("base64url").slice(0, 22);
  /** Valid signatures, so that a download in many parts is verified only once. */
  const good = new Set<string>();
  const isGood = (sha1: string, signature: string, expiry: string): boolean => {
    const all = `${sha1}${signature}${expiry}`;
    if (good.has(all)) return true;
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(sha1, Number(expiry))))) return false;
    if (good.size >= MAX_CACHED) good.clear();
    good.add(all);
    return true;
  };
  return {
    address(sha1) {
      const expiry = Math.floor(now() / 1000) + LIFETIME_SECONDS;
      return `/files/${sha1.slice(0, 2)}/${sha1.slice(2)}?secure=${sign(sha1, expiry)},${expiry}`;
    },
    accepts(sha1, secure) {
      const match = /^([\w-]{22}),(\d{1,12})$/.exec(secure);
      if (!match) return false;
      const [, signature = "", expiry = ""] = match;
      if (Number(expiry) * 1000 < now()) return false;
      return isGood(sha1, signature, expiry);
    },
  };
}
