/** A mod in a catalog. For the names of the API's fields see docs/factorio.md, 1.3. */
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
  /** In upload order: the last is the newest upload, which need not be the highest version. */
  readonly releases: readonly CatalogRelease[];
  /** The fields that only the full answer contains, with the API's names, in the order of the answer. */
  details(): ModDetails | Promise<ModDetails>;
}

/** The fields that only `/api/mods/{name}/full` contains. Source: docs/factorio.md, 1.3. */
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
  /** As written by the author. */
  readonly version: string;
  readonly fileName: string;
  /** ISO 8601 with a final `Z`. */
  readonly releasedAt: string;
  readonly sha1: string;
  /** `info_json.factorio_version`, unchanged. */
  readonly factorioVersion: string;
  /** Unchanged; undefined if info.json has no such key. */
  readonly dependencies: readonly string[] | undefined;
}

/** The latest upload; undefined for a mod without releases. */
export function latestRelease(mod: CatalogMod): CatalogRelease | undefined {
  return mod.releases.at(-1);
}
