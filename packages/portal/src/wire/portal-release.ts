/** A release as sent by the portal. Source: docs/factorio.md, 1.3. */
export interface PortalRelease {
  /** As written by the author. */
  readonly version: string;
  readonly file_name: string;
  /** `/download/NAME/ID` */
  readonly download_url: string;
  /** ISO 8601 with `Z`, usually with microseconds. */
  readonly released_at: string;
  /** 40 hex digits. */
  readonly sha1?: string | undefined;
  readonly info_json: {
    readonly factorio_version: string;
    /** Only in a full answer, and there absent if the archive's info.json has no such key. */
    readonly dependencies?: readonly string[] | undefined;
  };
  readonly feature_flags?: readonly string[] | undefined;
}
