import { parseSha1 } from "@factorio-lock/core";
import { type ModListEntry, type PortalMod, type PortalRelease, parseDownloadPath } from "@factorio-lock/portal";
import type { CatalogMod, CatalogRelease } from "../catalog/catalog-mod.ts";

/**
 * Converts a mod of the upstream portal for the mirror. Releases without a SHA-1 or with a malformed address are left
 * out.
 */
export function upstreamMod(mod: PortalMod): CatalogMod {
  const { name, title, owner, summary, downloads_count, category, score, thumbnail, deprecated, releases, ...details } =
    mod;
  return {
    name,
    title,
    owner,
    summary,
    downloadsCount: downloads_count,
    category: category ?? "",
    ...(score === undefined ? {} : { score }),
    ...(thumbnail === undefined ? {} : { thumbnail }),
    ...(mod.tags === undefined ? {} : { tags: mod.tags }),
    deprecated: deprecated === true,
    releases: releases.flatMap((release) => upstreamRelease(name, release) ?? []),
    details: () => details,
  };
}

/** Converts a list entry, which has all releases or only the latest. */
export function listedUpstreamMod({ latest_release: latest, releases, ...mod }: ModListEntry): CatalogMod {
  return upstreamMod({ ...mod, releases: releases ?? (latest ? [latest] : []) });
}

function upstreamRelease(mod: string, release: PortalRelease): CatalogRelease | undefined {
  const place = parseDownloadPath(release.download_url);
  const sha1 = parseSha1(release.sha1 ?? "");
  if (place?.name !== mod || sha1 === undefined) return undefined;
  return {
    id: place.id,
    version: release.version,
    fileName: release.file_name,
    releasedAt: release.released_at,
    sha1,
    factorioVersion: release.info_json.factorio_version,
    dependencies: release.info_json.dependencies,
  };
}

/**
 * A fingerprint of a mod: it changes with its releases and with the texts that a list contains too. Download counts are
 * left out because they change constantly.
 */
export function fingerprintOf(mod: PortalMod): string {
  const releases = mod.releases.map((one) => [one.version, one.download_url, one.released_at, one.sha1 ?? ""]);
  return JSON.stringify([mod.title, mod.owner, mod.summary, releases]);
}
