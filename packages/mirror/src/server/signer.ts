import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Signs the addresses that downloads are redirected to, as the portal's CDN does. Source: docs/factorio.md, 1.8. */
export interface Signer {
  /** `/files/ab/cdef…?secure=SIGNATURE,EXPIRY` for an archive's SHA-1. */
  address(sha1: string): string;
  /** Whether `secure` was made by this signer for this archive and has not expired. */
  accepts(sha1: string, secure: string): boolean;
}

/** Seconds that a signed address holds. */
const LIFETIME = 3600;

/** Good signatures that are remembered. */
const REMEMBERED = 10_000;

/**
 * A signer with a key of its own: the addresses of another process are not accepted, and clients ask again.
 *
 * @param now milliseconds since 1970
 */
export function createSigner(now: () => number = Date.now): Signer {
  const key = randomBytes(32);
  const sign = (sha1: string, expiry: number): string =>
    createHmac("sha256", key).update(`${sha1}:${expiry}`).digest("base64url").slice(0, 22);
  /** Signatures that were found good, so that a download in many parts is checked once. */
  const good = new Set<string>();
  const isGood = (sha1: string, signature: string, expiry: string): boolean => {
    const all = `${sha1}${signature}${expiry}`;
    if (good.has(all)) return true;
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(sha1, Number(expiry))))) return false;
    if (good.size >= REMEMBERED) good.clear();
    good.add(all);
    return true;
  };
  return {
    address(sha1) {
      const expiry = Math.floor(now() / 1000) + LIFETIME;
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
