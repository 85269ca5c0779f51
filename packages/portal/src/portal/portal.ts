import type { Readable } from "node:stream";
import type { Warning } from "@factorio-lock/core";
import type { Credentials } from "../credentials/credentials.ts";
import type { Limits } from "../http/limits.ts";
import type { ModListPage } from "../wire/mod-list.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import type { SearchPage } from "../wire/search-page.ts";

/** The address of the mod portal of Factorio. */
export const OFFICIAL_PORTAL = "https://mods.factorio.com";

/** Options of each request. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  /** Called for malformed parts of the answer, which are left out. */
  onWarning?(warning: Warning): void;
  /**
   * Called when the request has been sent, at most once for each try; the caller can do other work until the answer
   * arrives.
   */
  onSent?(): void;
}

/** The parameters of `/api/mods`. Source: docs/factorio.md, 1.2. */
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

/** The parameters of `POST /api/search`. Source: docs/factorio.md, 1.6. */
export interface SearchQuery {
  readonly query: string;
  /** `2.0` */
  readonly version?: string;
  readonly category?: readonly string[];
  readonly excludeCategory?: readonly string[];
  readonly tag?: readonly string[];
  readonly sort?: "relevancy" | "most_downloads" | "last_updated_at" | "trending";
  readonly showDeprecated?: boolean;
  /** Only mods that this account has bookmarked. */
  readonly bookmarksOf?: Credentials;
  readonly page?: number;
  readonly pageSize?: number;
}

/** The input of `Portal.signIn`. Source: docs/factorio.md, 2. */
export interface SignInRequest {
  /** The account name or its e-mail address. */
  readonly username: string;
  readonly password: string;
  /** The code from the e-mail that the portal sends if it requires one. */
  readonly emailCode?: string;
}

/** The outcome of signing in: credentials, or that the portal has sent a code by e-mail. */
export type SignIn =
  | { readonly kind: "signed-in"; readonly credentials: Credentials }
  | { readonly kind: "email-code-needed"; readonly message: string };

/** Where to resume a download. */
export interface DownloadOptions {
  /** The offset of the first byte to download, if earlier ones are present already. */
  readonly from?: number;
  /** The `ETag` or date with which the earlier bytes came; if it no longer matches, the whole archive is sent. */
  readonly ifRange?: string;
  readonly signal?: AbortSignal | undefined;
  /** Called when the portal redirects to the archive, that is, has accepted the credentials. */
  onAccepted?(): void;
}

/** A started download of an archive. */
export interface Download {
  /** 206 if the body starts at `from`, 200 if it is the whole archive. */
  readonly status: 200 | 206;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fails with a transient `PortalError` if the connection breaks, stalls or is too slow. */
  readonly body: Readable;
  /** The address of the sender, redacted. */
  readonly url: string;
}

/**
 * A client of the Mod API. Its methods throw a `PortalError` (`PORTAL_UNREACHABLE`, `PORTAL_ERROR`), or `INTERRUPTED`
 * if the signal aborts. Source: docs/factorio.md, 1; docs/portal-api.md.
 */
export interface Portal {
  /** Without a trailing slash. */
  readonly url: string;
  readonly limits: Limits;
  /** One page of `/api/mods`. */
  list(query?: ListQuery, asking?: Asking): Promise<ModListPage>;
  /** All pages, each requested when it is consumed. */
  pages(query?: ListQuery, asking?: Asking): AsyncIterable<ModListPage>;
  /** The named mods with all their releases, but without dependencies. Unknown names are absent. */
  namelist(names: readonly string[], asking?: Asking): Promise<PortalMod[]>;
  /**
   * Fingerprints of the named mods, equal to those that `fingerprint` computes from a full answer. They change with the
   * releases. Unknown names are absent.
   */
  fingerprints(names: readonly string[], asking?: Asking): Promise<ReadonlyMap<string, string>>;
  /** A mod with its releases, but without dependencies; undefined if there is none. */
  short(name: string, asking?: Asking): Promise<PortalMod | undefined>;
  /** A mod with all details; undefined if there is none. */
  full(name: string, asking?: Asking): Promise<PortalMod | undefined>;
  search(query: SearchQuery, asking?: Asking): Promise<SearchPage>;
  /** The names of the mods that the account has bookmarked. @throws `AUTH_REJECTED` if the credentials are wrong. */
  bookmarks(credentials: Credentials, asking?: Asking): Promise<string[]>;
  /** Exchanges a password for a token. @throws `AUTH_REJECTED` if the portal refuses. */
  signIn(request: SignInRequest, asking?: Asking): Promise<SignIn>;
  /**
   * Starts to download an archive from the relative address of its release. Does not retry: only the caller knows which
   * bytes it already has.
   *
   * @throws `AUTH_REQUIRED` without credentials, `AUTH_REJECTED` if they are refused, `UNSAFE_NAME` for a malformed
   *   address, `PORTAL_ERROR` with `status` 404 for a release that is gone and 416 for a range that does not exist.
   */
  download(path: string, options?: DownloadOptions): Promise<Download>;
  /**
   * The PNG of a mod's thumbnail, by its path in the portal's answers; undefined if there is none, or none of at most 128 kB and 512
   * pixels a side.
   */
  thumbnail(path: string, asking?: Asking): Promise<Buffer | undefined>;
  /** Closes all connections; pending requests fail with `INTERRUPTED`. */
  close(): Promise<void>;
}
