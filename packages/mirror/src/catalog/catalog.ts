import type { Credentials } from "../users/credentials.ts";
import type { Archive } from "./archive.ts";
import type { CatalogMod } from "./catalog-mod.ts";
import type { ListQuery, ModPage } from "./list-query.ts";
import type { SearchQuery } from "./search-query.ts";

/**
 * The content that a mirror serves: mods, their releases and archives. Implementations are the folder of archives and
 * the pull-through cache; `fixedCatalog` creates one from any collection of mods.
 *
 * Methods may return a value or a promise. A `CatalogMod` is immutable: a changed mod is a new object, by which the
 * cache detects that a rendered answer is out of date.
 */
export interface Catalog {
  /** A page of the mods that match a list query. */
  list(query: ListQuery): ModPage | Promise<ModPage>;
  /** A page of the mods that match a search. */
  search(query: SearchQuery): ModPage | Promise<ModPage>;
  /** A mod by its exact name; undefined if there is none. */
  mod(name: string): CatalogMod | undefined | Promise<CatalogMod | undefined>;
  /**
   * The archive of a release by the parts of its download address; undefined if there is none. `credentials` are the
   * client's, for a catalog that has to fetch the archive from an upstream server.
   *
   * @throws FactorioLockError `AUTH_REJECTED` if the upstream server rejects them.
   */
  archive(name: string, id: string, credentials: Credentials): Archive | undefined | Promise<Archive | undefined>;
  /** An archive by its SHA-1, for the signed address to which a download is redirected. */
  file(sha1: string): Archive | undefined | Promise<Archive | undefined>;
  /** The thumbnail of a mod as PNG bytes, by the SHA-1 of the archive that it comes from. */
  thumbnail(sha1: string): Promise<Buffer | undefined>;
  /**
   * Asks the upstream server whether the credentials are valid; absent if there is none, so that the mirror's own rule
   * applies.
   */
  knows?(credentials: Credentials): Promise<boolean>;
  /** Signs in at the upstream server; absent if the mirror handles sign-ins itself. */
  signIn?(attempt: SignInAttempt): Promise<SignInAnswer>;
  /** The number of mods and releases, for health and metrics. */
  size(): { readonly mods: number; readonly releases: number };
  /** Stops watching and fetching, after pending answers are finished. */
  close(): Promise<void>;
}

/** The body of `POST /api-login`. */
export interface SignInAttempt {
  readonly username: string;
  readonly password: string;
  /** The code from the e-mail that a sign-in may require; empty if none was given. */
  readonly emailCode: string;
}

/** Credentials, or an error in the format of the authentication API. Source: docs/factorio.md, 2. */
export type SignInAnswer = Credentials | { readonly error: string; readonly message: string };
