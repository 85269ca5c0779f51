import { createHash } from "node:crypto";
import type { PortalMod } from "./portal-mod.ts";

/**
 * A hash of those fields of a mod's releases that both the name list and the full answer contain. It does not depend on
 * the order of releases.
 */
export function fingerprint(mod: Pick<PortalMod, "releases">): string {
  const lines = mod.releases.map(
    (release) => `${release.version} ${typeof release.sha1 === "string" ? release.sha1 : ""} ${release.download_url}\n`,
  );
  return createHash("sha1").update(lines.sort().join("")).digest("base64url");
}

/**
 * The fingerprints of the mods in a name list, by name; undefined if the answer is not a list. For speed the answer is
 * not decoded: every relock reads hundreds of mods with all their releases. Releases that decoding would leave out are
 * ignored here too.
 */
export function listFingerprints(json: unknown): Map<string, string> | undefined {
  const results = fields(json)["results"];
  if (!Array.isArray(results)) return undefined;
  const prints = new Map<string, string>();
  for (const item of results) {
    const { name, releases } = fields(item);
    if (typeof name !== "string" || !Array.isArray(releases)) continue;
    prints.set(name, fingerprint({ releases: releases.filter(isListed) }));
  }
  return prints;
}

function isListed(item: unknown): item is PortalMod["releases"][number] {
  const { version, file_name, download_url, released_at, info_json } = fields(item);
  return (
    typeof version === "string" &&
    typeof file_name === "string" &&
    typeof download_url === "string" &&
    typeof released_at === "string" &&
    typeof fields(info_json)["factorio_version"] === "string"
  );
}

function fields(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
}
