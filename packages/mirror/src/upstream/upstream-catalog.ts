import { FactorioLockError, isSafeName } from "@factorio-lock/core";
import { createPortal, PortalError, type PortalOptions } from "@factorio-lock/portal";
import type { Catalog, SignInAnswer } from "../catalog/catalog.ts";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import type { ListQuery, ModPage } from "../catalog/list-query.ts";
import { searchMods } from "../catalog/search-mods.ts";
import { selectMods } from "../catalog/select-mods.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { Credentials } from "../users/credentials.ts";
import { openKeptMods } from "./kept-mods.ts";
import { createOutage } from "./outage.ts";
import { openPulls } from "./pulls.ts";
import { toPortalCredentials } from "./to-portal-credentials.ts";
import { createUpstreamLists } from "./upstream-lists.ts";
import { createUpstreamMods, FRESHNESS, type Freshness } from "./upstream-mods.ts";

export interface UpstreamOptions {
  /** The folder into which archives are pulled. */
  readonly directory: string;
  /** The address of the upstream portal. */
  readonly url: string;
  /** The mirror owner's account for pulling archives; by default each client's own credentials are passed on. */
  readonly credentials?: Credentials;
  readonly freshness?: Partial<Freshness>;
  /** The maximum size of an archive in bytes. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  /** More options for the client of the upstream portal. */
  readonly portal?: Pick<PortalOptions, "env" | "insecure" | "limits" | "userAgent">;
  onTrouble(message: string): void;
}

/**
 * Shorter limits than for players, because clients of the mirror should not wait long for a portal that is down or
 * overloaded.
 */
const UPSTREAM_LIMITS = { connectMs: 4_000, headMs: 10_000, budgetMs: 15_000, patienceMs: 0 };

/**
 * Opens a catalog of a folder and an upstream portal. Archives that the folder lacks are pulled from the portal and
 * kept. Mods that the portal does not have are served from the folder. While the portal is down, cached data is served.
 */
export async function openUpstream(folder: FolderCatalog, options: UpstreamOptions): Promise<Catalog> {
  const { directory, url, credentials: own } = options;
  const onTrouble = (message: string): void => options.onTrouble(message);
  const portalOptions: PortalOptions = {
    ...options.portal,
    url,
    limits: { ...UPSTREAM_LIMITS, ...options.portal?.limits },
  };
  const portal = createPortal(portalOptions);
  const outage = createOutage(onTrouble);
  const freshness = { ...FRESHNESS, ...options.freshness };
  const mods = createUpstreamMods(portal, openKeptMods(directory, url), outage, { freshness, onTrouble });
  const lists = createUpstreamLists(portal, outage, freshness.check);
  const pulls = await openPulls(directory, folder, { maxBytes: options.maxBytes, onFailure: onTrouble });

  const withOwn = createOwnModsAdder(folder);

  /** The mods that are available without the portal. */
  const known = async (): Promise<ReadonlyMap<string, CatalogMod>> =>
    new Map([...folder.mods(), ...(await mods.known())]);

  const modOf = async (name: string): Promise<CatalogMod | undefined> => {
    if (!isSafeName(name)) return undefined;
    const found = await mods.get(name);
    if (found !== "down") return found ?? folder.mod(name);
    const here = folder.mod(name);
    if (here) return here;
    throw new FactorioLockError(
      "PORTAL_UNREACHABLE",
      "The portal behind the mirror gives no answer, and the mod is not known.",
    );
  };

  return {
    async list(query) {
      return withOwn(query, (await lists.list(query)) ?? selectMods(await known(), query));
    },
    async search(query) {
      return (await lists.search(query)) ?? searchMods(await known(), query);
    },
    mod: modOf,
    async archive(name, id, client) {
      const here = folder.archive(name, id);
      if (here) return here;
      const release = (await modOf(name))?.releases.find((one) => one.id === id);
      if (!release) return undefined;
      // A separate portal client for this download, so that the token is kept no longer than necessary.
      const connect = () => createPortal({ ...portalOptions, credentials: async () => account(own ?? client) });
      return folder.file(release.sha1) ?? pulls.archive(name, release, connect);
    },
    file: (sha1) => folder.file(sha1) ?? pulls.underWay(sha1),
    thumbnail: (sha1) => folder.thumbnail(sha1),
    async knows(client) {
      const answered = await outage.attempt(async () => {
        try {
          await portal.bookmarks(toPortalCredentials(client));
          return true;
        } catch (error) {
          if (isRefusal(error)) return false;
          throw error;
        }
      });
      return answered?.answer ?? true;
    },
    async signIn({ username, password, emailCode }): Promise<SignInAnswer> {
      try {
        const signedIn = await portal.signIn({ username, password, ...(emailCode === "" ? {} : { emailCode }) });
        if (signedIn.kind === "email-code-needed") {
          return { error: "email-authentication-required", message: signedIn.message };
        }
        return { username: signedIn.credentials.username, token: signedIn.credentials.token.reveal() };
      } catch (error) {
        if (isRefusal(error)) return { error: "login-failed", message: (error as Error).message };
        throw error;
      }
    },
    size: () => folder.size(),
    async close() {
      await pulls.close();
      await portal.close();
      await folder.close();
    },
  };
}

/** The credentials for the portal; undefined if the client sent none. */
function account(shown: Credentials): ReturnType<typeof toPortalCredentials> | undefined {
  return shown.username === "" && shown.token === "" ? undefined : toPortalCredentials(shown);
}

function isRefusal(error: unknown): boolean {
  return error instanceof PortalError && error.code === "AUTH_REJECTED";
}

/**
 * Adds the folder's own mods, which the portal does not have, to a list by names or of all mods. Returns the same page
 * object as long as the folder is unchanged.
 */
function createOwnModsAdder(folder: FolderCatalog): (query: ListQuery, page: ModPage) => ModPage {
  const added = new WeakMap<ModPage, { readonly mods: ReadonlyMap<string, CatalogMod>; readonly page: ModPage }>();
  return (query, page) => {
    if (query.names === undefined && query.pageSize !== "max") return page;
    const mods = folder.mods();
    const known = added.get(page);
    if (known?.mods === mods) return known.page;
    const listed = new Set(page.mods.map(({ name }) => name));
    const own = selectMods(mods, { ...query, pageSize: "max" }).mods.filter(({ name }) => !listed.has(name));
    const all = { count: page.count + own.length, mods: [...page.mods, ...own], key: { mods, page } };
    const made = own.length === 0 ? page : all;
    added.set(page, { mods, page: made });
    return made;
  };
}
