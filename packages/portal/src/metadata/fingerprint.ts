import { createHash } from "node:crypto";
import type { PortalMod } from "../wire/portal-mod.ts";

/**
 * What tells whether a mod's releases have changed, from the fields that the name list and the full answer share; the
 * order of releases does not count.
 */
export function fingerprint(mod: Pick<PortalMod, "releases">): string {
  const lines = mod.releases.map((release) => `${release.version} ${release.sha1 ?? ""} ${release.download_url}\n`);
  return createHash("sha1").update(lines.sort().join("")).digest("base64url");
}
