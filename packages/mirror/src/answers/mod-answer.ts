import { type CatalogMod, type CatalogRelease, latestRelease, type ModDetails } from "../catalog/catalog-mod.ts";

/** A release in the API's format. Source: docs/factorio.md, 1.3. */
export interface ReleaseAnswer {
  readonly download_url: string;
  readonly file_name: string;
  readonly info_json: { readonly factorio_version: string; readonly dependencies?: readonly string[] };
  readonly released_at: string;
  readonly version: string;
  readonly sha1: string;
}

/** The fields of a mod that every answer contains. */
export interface ModHead {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly summary: string;
  readonly downloads_count: number;
  readonly category: string;
  readonly score?: number;
  readonly thumbnail?: string;
}

/** An entry of `/api/mods` without a name list. */
export interface ListedMod extends ModHead {
  readonly latest_release: ReleaseAnswer | null;
}

/** `/api/mods/{name}`, and an entry of `/api/mods` with a name list. */
export interface ShortMod extends ModHead {
  readonly releases: readonly ReleaseAnswer[];
}

/** `/api/mods/{name}/full`. */
export interface FullMod extends ShortMod, ModDetails {
  readonly deprecated?: true;
}

export function listedMod(mod: CatalogMod): ListedMod {
  const latest = latestRelease(mod);
  return { ...head(mod), latest_release: latest ? releaseAnswer(mod, latest, false) : null };
}

export function shortMod(mod: CatalogMod): ShortMod {
  return { ...head(mod), releases: mod.releases.map((release) => releaseAnswer(mod, release, false)) };
}

export async function fullMod(mod: CatalogMod): Promise<FullMod> {
  return {
    ...head(mod),
    releases: mod.releases.map((release) => releaseAnswer(mod, release, true)),
    ...(await mod.details()),
    ...(mod.deprecated ? { deprecated: true } : {}),
  };
}

/** `/download/{name}/{id}`, with the name encoded as one path segment. Source: docs/factorio.md, 1.10. */
export function downloadPath(name: string, id: string): string {
  return `/download/${encodeURIComponent(name)}/${id}`;
}

function head(mod: CatalogMod): ModHead {
  return {
    name: mod.name,
    title: mod.title,
    owner: mod.owner,
    summary: mod.summary,
    downloads_count: mod.downloadsCount,
    category: mod.category,
    ...(mod.score === undefined ? {} : { score: mod.score }),
    ...(mod.thumbnail === undefined ? {} : { thumbnail: mod.thumbnail }),
  };
}

/** The JSON of a release. Only the full answer lists dependencies. */
function releaseAnswer(mod: CatalogMod, release: CatalogRelease, full: boolean): ReleaseAnswer {
  const { dependencies } = release;
  return {
    download_url: downloadPath(mod.name, release.id),
    file_name: release.fileName,
    info_json: {
      factorio_version: release.factorioVersion,
      ...(full && dependencies !== undefined ? { dependencies } : {}),
    },
    released_at: release.releasedAt,
    version: release.version,
    sha1: release.sha1,
  };
}
