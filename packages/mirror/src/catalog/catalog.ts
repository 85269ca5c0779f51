import type { Credentials } from "../users/credentials.ts";
import type { Archive } from "./archive.ts";
import type { CatalogMod } from "./catalog-mod.ts";
import type { ListQuery, ModPage } from "./list-query.ts";
import type { SearchQuery } from "./search-query.ts";

/**
 * The content that a mirror serves: mods, their releases and archives. The folder of archives is one
 * implementation, the pull-through cache another; `fixedCatalog` makes one of any collection of mods.
 *
 * Methods may return a value or a promise. A `CatalogMod` is immutable: a mod that changed is another object,
 * which is how the cache knows that a rendered answer is out of date.
 */
export interface Catalog {
  /** One page of the mods that a query asks for. */
  list(query: ListQuery): ModPage | Promise<ModPage>;
  /** One page of the mods that a search finds. */
  search(query: SearchQuery): ModPage | Promise<ModPage>;
  /** A mod by its exact name; undefined when there is none. */
  mod(name: string): CatalogMod | undefined | Promise<CatalogMod | undefined>;
  /**
   * The archive of a release by the parts of its download address; undefined when there is none. `credentials` are
   * the client's, for a catalog that has to fetch the archive elsewhere.
   *
   * @throws FactorioLockError `AUTH_REJECTED` when elsewhere refuses them.
   */
  archive(name: string, id: string, credentials: Credentials): Archive | undefined | Promise<Archive | undefined>;
  /** An archive by its SHA-1, for the signed address that a download is redirected to. */
  file(sha1: string): Archive | undefined | Promise<Archive | undefined>;
  /** The thumbnail of a mod as PNG bytes, by the SHA-1 of the archive that it comes from. */
  thumbnail(sha1: string): Promise<Buffer | undefined>;
  /**
   * Asks another place whether it knows the credentials; undefined if there is no such place and the mirror's
   * own rule holds.
   */
  knows?(credentials: Credentials): Promise<boolean>;
  /** Signs in elsewhere; absent if the mirror signs in itself. */
  signIn?(attempt: SignInAttempt): Promise<SignInAnswer>;
  /** How many mods and releases there are, for health and metrics. */
  size(): { readonly mods: number; readonly releases: number };
  /** Stops watching and fetching; answers under way end first. */
  close(): Promise<void>;
}

/** The body of `POST /api-login`. */
export interface SignInAttempt {
  readonly username: string;
  readonly password: string;
  /** The code from the mail that a sign-in may ask for; empty if none was sent. */
  readonly emailCode: string;
}

/** A token, or the failure in the words of the authentication API. Source: docs/factorio.md, 2. */
export type SignInAnswer = Credentials | { readonly error: string; readonly message: string };
