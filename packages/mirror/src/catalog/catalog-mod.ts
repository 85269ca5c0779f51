/** A mod as a catalog knows it. The names of the API's fields are domain.md 1.3's. */
export interface CatalogMod {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly summary: string;
  readonly downloadsCount: number;
  readonly category: string;
  readonly tags?: readonly string[];
  readonly score?: number;
  /** A path on the mirror, such as `/assets/SHA1.thumb.png`. */
  readonly thumbnail?: string;
  readonly deprecated: boolean;
  /** In the order of upload: the last is the newest upload, not always the highest version. */
  readonly releases: readonly CatalogRelease[];
  /** The fields that only the full answer has, under the API's own names, in the order of the answer. */
  details(): ModDetails | Promise<ModDetails>;
}

/** The fields that only `/api/mods/{name}/full` carries. Source: domain.md 1.3. */
export interface ModDetails {
  readonly changelog?: string | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly description?: string | undefined;
  readonly homepage?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

/** One release of a mod. */
export interface CatalogRelease {
  /** 24 hex digits: the last part of the download address. */
  readonly id: string;
  /** The author's own text. */
  readonly version: string;
  readonly fileName: string;
  /** ISO 8601 with a final `Z`. */
  readonly releasedAt: string;
  readonly sha1: string;
  /** `info_json.factorio_version`, word for word. */
  readonly factorioVersion: string;
  /** Word for word; undefined if info.json has no such key. */
  readonly dependencies: readonly string[] | undefined;
}

/** The release uploaded last; undefined for a mod without any. */
export function latestRelease(mod: CatalogMod): CatalogRelease | undefined {
  return mod.releases.at(-1);
}
