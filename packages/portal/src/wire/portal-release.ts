/** One release on the wire. Source: domain.md 1.3. */
export interface PortalRelease {
  /** The author's own text. */
  readonly version: string;
  readonly file_name: string;
  /** `/download/NAME/ID` */
  readonly download_url: string;
  /** ISO 8601 with `Z`, mostly with microseconds. */
  readonly released_at: string;
  /** 40 hex digits. */
  readonly sha1?: string | undefined;
  readonly info_json: {
    readonly factorio_version: string;
    /** Only in a full answer; absent there where the archive's info.json has no such key. */
    readonly dependencies?: readonly string[] | undefined;
  };
  readonly feature_flags?: readonly string[] | undefined;
}
