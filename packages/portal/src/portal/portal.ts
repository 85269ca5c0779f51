import type { Readable } from "node:stream";
import type { Warning } from "@factorio-lock/core";
import type { Credentials } from "../credentials/credentials.ts";
import type { Limits } from "../http/limits.ts";
import type { ModListPage } from "../wire/mod-list.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import type { SearchPage } from "../wire/search-page.ts";

/** The address of the mod portal of Factorio. */
export const OFFICIAL_PORTAL = "https://mods.factorio.com";

/** Options of every request. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** Called for parts of the answer that make no sense and were left out. */
  onWarning?(warning: Warning): void;
  /** Called, at most once a try, when the request is on its way: the time until the answer can be used. */
  onSent?(): void;
}

/** The parameters of `/api/mods`. Source: domain.md 1.2. */
export interface ListQuery {
  /** 1-based. */
  readonly page?: number;
  readonly pageSize?: number | "max";
  /** Ignored by the portal with `pageSize: "max"`. */
  readonly sort?: "name" | "created_at" | "updated_at";
  readonly sortOrder?: "asc" | "desc";
  readonly hideDeprecated?: boolean;
  /** Only these mods, each with all its releases; sent in the body of a `POST`. */
  readonly namelist?: readonly string[];
  /** Only mods with a release for this game version: `2.0`. */
  readonly version?: string;
}

/** The parameters of `POST /api/search`. Source: domain.md 1.6. */
export interface SearchQuery {
  readonly query: string;
  /** `2.0` */
  readonly version?: string;
  readonly category?: readonly string[];
  readonly excludeCategory?: readonly string[];
  readonly tag?: readonly string[];
  readonly sort?: "relevancy" | "most_downloads" | "last_updated_at" | "trending";
  readonly showDeprecated?: boolean;
  /** Only what this account has bookmarked. */
  readonly bookmarksOf?: Credentials;
  readonly page?: number;
  readonly pageSize?: number;
}

/** The inputs of signing in. Source: domain.md 2. */
export interface SignInRequest {
  /** The account name or its e-mail address. */
  readonly username: string;
  readonly password: string;
  /** The code from the mail that the portal sends when it wants one. */
  readonly emailCode?: string;
}

/** The outcome of signing in: credentials, or that the portal has sent a code by e-mail. */
export type SignIn =
  | { readonly kind: "signed-in"; readonly credentials: Credentials }
  | { readonly kind: "email-code-needed"; readonly message: string };

/** Where to resume a download. */
export interface DownloadOptions {
  /** The first byte that is wanted, when some are already here. */
  readonly from?: number;
  /** The `ETag` or date that those came with: otherwise the whole is sent. */
  readonly ifRange?: string;
  readonly signal?: AbortSignal | undefined;
  /** Called when the portal sends on to where the archive lies: then it has taken the credentials. */
  onAccepted?(): void;
}

/** An archive on its way. */
export interface Download {
  /** 206 when the portal sends from `from` on, 200 when it sends the whole. */
  readonly status: 200 | 206;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fails with a transient `PortalError` when the connection breaks, stalls or is too slow. */
  readonly body: Readable;
  /** The address that sends, redacted. */
  readonly url: string;
}

/**
 * The Mod API. Every call fails with a `PortalError` (`PORTAL_UNREACHABLE`, `PORTAL_ERROR`), or `INTERRUPTED` when the
 * signal fires. Source: domain.md 1, contract section 6.
 */
export interface Portal {
  /** Without a trailing slash. */
  readonly url: string;
  readonly limits: Limits;
  /** One page of `/api/mods`. */
  list(query?: ListQuery, asking?: Asking): Promise<ModListPage>;
  /** All pages, each asked for when it is wanted. */
  pages(query?: ListQuery, asking?: Asking): AsyncIterable<ModListPage>;
  /** The mods of these names with all their releases but without dependencies; unknown names are absent. */
  namelist(names: readonly string[], asking?: Asking): Promise<PortalMod[]>;
  /**
   * Fingerprints of these mods by name, as `fingerprint` would compute them from a full answer: they differ
   * if the releases have changed. Unknown names are absent.
   */
  fingerprints(names: readonly string[], asking?: Asking): Promise<ReadonlyMap<string, string>>;
  /** A mod with its releases, without dependencies; undefined if there is none. */
  short(name: string, asking?: Asking): Promise<PortalMod | undefined>;
  /** A mod with everything; undefined if there is none. */
  full(name: string, asking?: Asking): Promise<PortalMod | undefined>;
  search(query: SearchQuery, asking?: Asking): Promise<SearchPage>;
  /** The names of the mods that the account has bookmarked. @throws `AUTH_REJECTED` when the credentials are wrong. */
  bookmarks(credentials: Credentials, asking?: Asking): Promise<string[]>;
  /** Trades a password for a token. @throws `AUTH_REJECTED` when the portal refuses. */
  signIn(request: SignInRequest, asking?: Asking): Promise<SignIn>;
  /**
   * Begins to download an archive by the relative address of its release. Not tried again here: the caller knows what it
   * already has.
   *
   * @throws `AUTH_REQUIRED` without credentials, `AUTH_REJECTED` when they are refused, `UNSAFE_NAME` for an address of
   *   another shape, `PORTAL_ERROR` with `status` 404 for a release that is gone and 416 for a range that does not exist.
   */
  download(path: string, options?: DownloadOptions): Promise<Download>;
  /** Closes the connections; what is still under way ends as `INTERRUPTED`. */
  close(): Promise<void>;
}
